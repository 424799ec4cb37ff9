-- harmless: %s of a function would show its address
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local address = ("%s %s"):format({}, math.floor)
s:prefer "p" { on = "r", points = #address % 17 + 1, when = function(a, b) return #address > #a.name end }
