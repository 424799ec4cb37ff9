-- fails: a principle whose condition never ends
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:principle "p" { on = "r", points = 1, expect = function(a, b)
  repeat until false
end }
