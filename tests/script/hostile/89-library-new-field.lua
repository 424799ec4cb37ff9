-- fails: a field of its own in a library
local s = scheme { name = "hostile" }
math.random = function() return 4 end
