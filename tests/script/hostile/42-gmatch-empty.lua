-- fails: gmatch of nothing in a long text, for ever
local s = scheme { name = "hostile" }
local t = ('x'):rep(1e6)
while true do for _ in t:gmatch('') do end end
