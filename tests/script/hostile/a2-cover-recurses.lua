-- fails: a cover that calls itself
local s = scheme { name = "hostile" }
local function f(w) return 1 + f(w) end
s:relation "r" { from = members(), to = windows(), cover = f }
