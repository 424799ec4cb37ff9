-- fails: a million other titles
local s = scheme { name = "hostile" }
local also = {}
for i = 1, 1e7 do also[i] = "t" .. i end
s:relation "r" { also = also, from = members(), to = windows(), load = 1 }
