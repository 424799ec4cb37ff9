-- fails: a global by its full name
local s = scheme { name = "hostile" }
local g = _G.os
