-- fails: keys of a table that are texts of many MB
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 1e6 do t[('k'):rep(5e6) .. i] = true end
