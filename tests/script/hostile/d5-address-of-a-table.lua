-- harmless: a text of a table would show its address
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local address = tostring({}) .. tostring(function() end)
s:prefer "p" { on = "r", points = #address, when = function(a, b) return address < b.name end }
