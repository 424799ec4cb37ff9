-- harmless: a fifth of a second of honest work
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local sum = 0
for i = 1, 2e6 do sum = (sum + i * i) % 1000003 end
s:prefer "p" { on = "r", points = sum % 100 + 1, when = same "window" }
