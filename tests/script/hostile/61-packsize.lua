-- fails: a packed size that overflows
local s = scheme { name = "hostile" }
local _ = string.packsize(('c2147483647'):rep(10))
