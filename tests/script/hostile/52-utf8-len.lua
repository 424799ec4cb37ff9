-- fails: utf8.len of a long text, for ever
local s = scheme { name = "hostile" }
local t = ('同'):rep(1e6)
while true do utf8.len(t) end
