-- harmless: a sort by a comparison that is no order
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local t = {}
for i = 1, 200 do t[i] = i end
table.sort(t, function(a, b) return (a * b) % 7 < 3 end)
s:prefer "p" { on = "r", points = function(a, b) return t[#a.name * 9 + #b.name] end }
