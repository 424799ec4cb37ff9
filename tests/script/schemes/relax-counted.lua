-- The same of rules with rows and sets.
local s = scheme { name = "relax" }
local party = members { party = "中共" }
s:relation "one" { from = party, to = members() - party, within = "window" }
s:limit "little" { on = "one", max = 1, relax = { "max", "min", "principle" } }
s:together "both" { on = "one", of = same "unit", relax = "principle" }
s:apart "apart" { on = "one", of = same "unit", relax = "principle" }
