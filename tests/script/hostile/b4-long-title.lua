-- fails: a title of 30 MB, a thousand times
local s = scheme { name = "hostile" }
local title = ("t"):rep(30e6)
for i = 1, 1000 do s:relation("r" .. i) { title = title, from = members(), to = windows() } end
