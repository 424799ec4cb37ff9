-- fails: members compared by their addresses
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = members(), load = { 0, 1 } }
s:forbid "f" { on = "r", when = function(a, b)
  return a < b
end }
