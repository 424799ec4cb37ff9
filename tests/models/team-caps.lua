-- Team caps: every task to one person, so many tasks a team at most and one person at most three, at the least cost.
local q = params { cap = { 4, 0, 100, title = "tasks a team takes at most" } }
local s = scheme { name = "team-caps", needs = { team = "小组" }, pairs = { cost = { "费用", "integer" } } }
local people = members { role = "执行人" }
s:relation "does" { from = people, to = members() - people, load = { 0, 3 }, cover = 1 }
s:limit "caps" { on = "does", per = { source = "team" }, max = q.cap }
s:prefer "cost" { on = "does", points = function(_, _, p) return -p.cost end }
s:stages { "preference" }
