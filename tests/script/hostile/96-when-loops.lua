-- fails: a rule whose condition never ends
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:prefer "p" { on = "r", points = 1, when = function(a, b)
  while true do end
end }
