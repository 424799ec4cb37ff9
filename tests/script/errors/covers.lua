local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
s:cover "out-of-reach" { of = members(), by = "liaison", times = 1 }
s:cover "one" { of = members { id = "A1" } + others, by = "liaison", times = 1 }
s:cover "may-fall-short" { of = members(), by = "liaison", times = 1, shortfall = true }
s:cover "windows" { of = windows(), by = "branch", times = 1 }
s:relation "many" { from = party, to = members { id = "B1" } }
s:cover "many-out-of-reach" { of = members(), by = "many", times = 1 }
s:stages { "principle", "change", "balance", "preference" }
