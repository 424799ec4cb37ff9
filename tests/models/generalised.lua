-- Generalised assignment: every task to one person; what it takes differs by pair, and people have so much.
local s = scheme {
  name = "generalised", needs = { capacity = { "容量", "integer" } },
  pairs = { cost = { "费用", "integer" }, weight = { "用时", "integer" } },
}
local people = members { role = "执行人" }
s:relation "does" { from = people, to = members() - people, cover = 1 }
s:limit "capacity" { on = "does", per = "source", weight = function(_, _, p) return p.weight end,
                     max = function(m) return m.capacity end }
s:prefer "cost" { on = "does", points = function(_, _, p) return -p.cost end }
s:stages { "preference" }
