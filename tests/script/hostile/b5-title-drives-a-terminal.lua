-- fails: a title that would drive a terminal
local s = scheme { name = "hostile" }
s:relation "r" { title = "\27[2J", from = members(), to = windows(), load = 1 }
