-- harmless: 60 MiB of honest texts
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local t = {}
for i = 1, 60 do t[i] = ("x"):rep(1 << 20) .. i end
s:prefer "p" { on = "r", points = #t, when = same "window" }
