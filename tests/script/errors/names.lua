local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
s:relation "all" { from = party, to = others }
s:forbid "liaison" { on = "liaison", when = same "unit" }
s:prefer "twice" { on = "liaison", when = same "county", points = 1 }
s:prefer "twice" { on = "liaison", when = same "sector", points = 1 }
s:relation "one" { title = "联系", from = party, to = others }
s:relation "two" { title = "联系", from = party, to = others }
s:relation "three" { also = { "甲", "one" }, from = party, to = others }
