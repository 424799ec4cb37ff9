-- fails: a title of two lines would forge a line of a file
local s = scheme { name = "hostile" }
s:relation "r" { title = "a\nb", from = members(), to = windows(), load = 1 }
