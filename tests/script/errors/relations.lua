local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
s:cover "everyone" { of = others, by = { "liason", "heads" }, times = 1 }
s:principle "p" { on = "liaisons", expect = differ "unit" }
s:forbid "f" { on = { "liaison", "brnach" }, when = same "unit" }
s:link "l" { on = "liaison", to = "brunch", points = 1 }
s:link "m" { on = "liaison", to = "liaison", points = 1 }
s:link "n" { on = { "branch", "liaison" }, to = "branch", points = 1 }
s:link "hard" { on = "liaison", to = "branch", stage = "preference" }
s:cover "windows" { of = others, by = "branch", times = 1 }
