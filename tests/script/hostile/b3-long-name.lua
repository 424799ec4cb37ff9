-- fails: a name of 60 MB
local s = scheme { name = "hostile" }
s:relation(("n"):rep(60e6)) { from = members(), to = windows(), load = 1 }
