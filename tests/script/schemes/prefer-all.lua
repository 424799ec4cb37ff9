-- The same points for every pair say something where how many pairs there are is open, or where another relation
-- could do.
local s = scheme { name = "prefer-all" }
local party = members { party = "中共" }
local others = members() - party
s:relation "one" { from = party, to = others, load = { min = 1 } }
s:relation "other" { from = party, to = others, within = "window" }
s:cover "everyone" { of = others, by = { "one", "other" }, times = 1 }
s:prefer "open" { on = "one", points = 1 }
s:prefer "less" { on = "other", points = -2 }
