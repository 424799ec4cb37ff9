-- fails: times that take all memory
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = members(), load = { 0, 1 } }
s:cover "c" { of = members(), by = "r", times = function(m)
  return #('x'):rep(1 << 30)
end }
