-- fails: lack of memory is no error that a pcall may keep to itself
local s = scheme { name = "hostile" }
pcall(function() local t = {} for i = 1, 1e9 do t[i] = {} end end)
error('went on')
