-- fails: all bytes of a long text as values
local s = scheme { name = "hostile" }
local t = ('x'):rep(1e7)
local _ = select('#', t:byte(1, -1))
