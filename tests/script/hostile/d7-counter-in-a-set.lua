-- harmless: a function that counts its calls at load time
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local calls = 0
local some = members(function(m) calls = calls + 1 return calls % 2 == 0 end)
s:prefer "p" { on = "r", points = calls, when = function(a, b) return a.id < "B" end }
