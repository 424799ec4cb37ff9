-- fails: tail calls for ever need no stack
local s = scheme { name = "hostile" }
local function f() return f() end f()
