local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { title = "联系委员", from = party, to = others, within = "window", was = { "旧类别", "branch" } }
s:relation "branch" { from = party, to = windows(), was = "联系委员" }
s:relation "team" { from = party, to = windows(), was = "team" }
s:relation "fine" { from = party, to = windows(), was = "旧类别" }
s:relation "number" { from = party, to = windows(), was = 3 }
