-- fails: removing the first of a long list is quadratic inside C
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 3e6 do t[i] = i end
while #t > 0 do table.remove(t, 1) end
