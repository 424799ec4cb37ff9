-- fails: a rule that fails with a table
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:prefer "p" { on = "r", points = 1, when = function(a, b)
  error({ a })
end }
