-- fails: points that would overflow
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:prefer "p" { on = "r", points = function(a, b) return 1e300 end }
