-- fails: a sort whose comparison is no order, on a long list, for ever
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 1000 do t[i] = i end
while true do table.sort(t, function(a, b) return true end) end
