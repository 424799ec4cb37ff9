-- fails: table.concat of a list that says it has 10^9 entries
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 200 do t[i] = ('x'):rep(1e6) end
local u = table.concat(t)
