local p = params { max_load = { 9, 1, 6, title = "每人至多联系" } }
local s = scheme { name = "my-county" }
s:relation "liaison" { from = members(), to = members(), load = { 0, p.max_laod } }
