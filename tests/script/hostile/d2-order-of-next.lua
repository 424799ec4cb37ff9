-- harmless: next would come in the order of a hash seed
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local t = { a = 1, b = 2, c = 3, d = 4, [1] = 5, [true] = 6 }
local first = tostring(next(t))
s:prefer "p" { on = "r", points = #first + 1, when = function(a, b) return b.name > "甲" or first == "a" end }
