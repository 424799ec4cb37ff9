-- fails: a rule that takes more and more
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:forbid "f" { on = "r", when = function(a, b)
  local kept = {}
  while true do kept[#kept + 1] = a.id .. #kept end
end }
