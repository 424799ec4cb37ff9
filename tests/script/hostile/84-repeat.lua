-- fails: a loop until what never comes
local s = scheme { name = "hostile" }
repeat local x = 1 until x == 2
