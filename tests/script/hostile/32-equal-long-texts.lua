-- fails: long texts are equal only after each byte was looked at
local s = scheme { name = "hostile" }
local a, b = ('x'):rep(40e6), ('x'):rep(40e6)
while true do local _ = a == b end
