-- fails: two functions that call each other
local s = scheme { name = "hostile" }
local a, b function a() b() return 1 end function b() a() return 1 end a()
