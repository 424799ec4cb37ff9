local s = scheme { name = "same-unit-web" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others, within = "window" }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:forbid "same-unit" { title = "同单位不结对", on = "liaison", when = same "unit", relax = "principle" }
