-- fails: inserting in front of a long list is quadratic inside C
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 1e7 do table.insert(t, 1, i) end
