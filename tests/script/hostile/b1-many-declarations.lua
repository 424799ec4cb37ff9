-- fails: declarations without end
local s = scheme { name = "hostile" }
for i = 1, 1e9 do s:relation("r" .. i) { from = members(), to = windows() } end
