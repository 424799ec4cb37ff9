-- fails: comparing texts of 50 MB that differ in the last byte
local s = scheme { name = "hostile" }
local a = ('x'):rep(50e6)
local b = a .. 'y'
while true do local _ = a < b end
