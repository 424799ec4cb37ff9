-- fails: a goto round and round
local s = scheme { name = "hostile" }
::again:: goto again
