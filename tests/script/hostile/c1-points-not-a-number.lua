-- fails: points that are no number at all
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:prefer "p" { on = "r", points = function(a, b) return 0/0 end }
