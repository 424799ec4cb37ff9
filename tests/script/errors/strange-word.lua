local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
s:whatever()
