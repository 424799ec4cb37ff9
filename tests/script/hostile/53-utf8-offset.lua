-- fails: utf8.offset from one end to the other, for ever
local s = scheme { name = "hostile" }
local t = ('同'):rep(1e6)
while true do utf8.offset(t, 999999) end
