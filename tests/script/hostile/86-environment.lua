-- fails: the environment as an upvalue
local s = scheme { name = "hostile" }
_ENV = {}
local x = string.rep('x', 3)
