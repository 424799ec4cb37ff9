-- fails: long texts turned round, for ever
local s = scheme { name = "hostile" }
local t = ('x'):rep(2e7)
while true do local _ = t:reverse():upper():lower() end
