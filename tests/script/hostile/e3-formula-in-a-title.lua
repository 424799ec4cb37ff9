-- harmless: a title that a spreadsheet would take for a formula
local s = scheme { name = "hostile" }
s:relation "r" { title = "=1+1", clause = "@SUM(A1)", from = members(), to = windows(), load = 1 }
