-- fails: a member as a key: its address would order the table
local s = scheme { name = "hostile" }
local t = {}
members(function(m) t[m] = true return true end)
for k in pairs(t) do error(tostring(k)) end
