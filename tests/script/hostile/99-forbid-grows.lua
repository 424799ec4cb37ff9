-- fails: a rule that keeps more and more
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local kept = {}
s:forbid "f" { on = "r", when = function(a, b)
  while true do kept[#kept + 1] = a.id .. #kept end
end }
