-- fails: a repetition of nothing, 10^15 times, is one call that never ends
local s = scheme { name = "hostile" }
local t = (''):rep(1e15)
