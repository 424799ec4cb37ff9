local s = scheme { name = "x" }
assert(#members() > 100)
