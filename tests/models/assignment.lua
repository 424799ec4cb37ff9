-- Plain assignment: as many tasks as people, one each, at the least cost. Costs by --pairs; a pair without one is none.
local s = scheme { name = "assignment", pairs = { cost = { "费用", "integer" } } }
local people = members { role = "执行人" }
s:relation "does" { from = people, to = members() - people, load = 1, cover = 1 }
s:forbid "unknown" { on = "does", when = function(_, _, p) return p.cost == nil end }
s:prefer "cost" { on = "does", points = function(_, _, p) return -(p.cost or 0) end }
s:stages { "preference" }
