-- harmless: a sort with ties would keep no order
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local t = {}
for i = 1, 200 do t[i] = { key = i % 3, number = i } end
table.sort(t, function(a, b) return a.key < b.key end)
s:prefer "p" { on = "r", points = function(a, b) return t[#a.id * 20 + #b.name].number end }
