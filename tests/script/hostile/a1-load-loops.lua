-- fails: a load that never comes
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = function(m)
  while true do end
end }
