-- harmless: an error's text would show an address
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local _, e = pcall(function() return {} .. {} end)
local _, e2 = pcall(error, {})
s:prefer "p" { on = "r", points = #e % 11 + 1, when = function(a, b) return type(e2) == "table" and b.name ~= "" end }
