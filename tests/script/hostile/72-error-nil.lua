-- fails: an error that is nothing
local s = scheme { name = "hostile" }
error()
