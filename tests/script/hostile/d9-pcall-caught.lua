-- harmless: errors that are caught do no harm
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local n = 0
for i = 1, 1000 do if not pcall(error, i) then n = n + 1 end end
s:prefer "p" { on = "r", points = n, when = same "window" }
