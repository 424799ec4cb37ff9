-- Every field of a relation; what is left out has no bound.
local s = scheme { name = "relation" }
local party = members { party = "中共" }
s:relation "plain" { from = party, to = members() - party }
s:relation "full" {
  title = "全部", clause = "一（二）2", also = { "别名一", "别名二" },
  from = party, to = members() - party, within = { "window", "界别" },
  load = { 1, 3 }, cover = { min = 1 }, balance = true, contacts_per_year = 2,
}
s:relation "exact" { from = party, to = windows(), load = 2, cover = 1, also = "又名", balance = false }
s:relation "open" { from = party, to = members() - party, within = "county", load = { max = 4 }, cover = { 2, math.huge } }
s:relation "named" { from = party, to = members() - party, within = "unit", load = { min = 0, max = 2 } }
s:relation "nobody" { from = members { id = "?" }, to = windows(), load = 1 }
