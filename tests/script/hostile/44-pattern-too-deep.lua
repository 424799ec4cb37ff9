-- fails: a pattern with 10,000 groups
local s = scheme { name = "hostile" }
local _ = ('a'):rep(10000):find(('(a'):rep(10000))
