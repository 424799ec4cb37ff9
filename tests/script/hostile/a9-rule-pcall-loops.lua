-- fails: a rule that swallows whatever comes
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:prefer "p" { on = "r", points = 1, when = function(a, b)
  while true do pcall(function() while true do end end) end
end }
