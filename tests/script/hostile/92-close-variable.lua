-- fails: a to-be-closed variable needs a metatable
local s = scheme { name = "hostile" }
local x <close> = {}
