-- fails: a pattern whose matching calls itself for each byte
local s = scheme { name = "hostile" }
local _ = ('a'):rep(1e6):match(('a?'):rep(100000) .. ('a'):rep(100000))
