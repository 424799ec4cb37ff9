-- fails: points that never come
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
s:prefer "p" { on = "r", points = function(a, b)
  return (('a'):rep(40000):find(('a-'):rep(30) .. 'b')) or 0
end }
