local s = scheme { name = "together-too-many" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others, load = { 0, 2 } }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:together "family" { title = "一家人归同一人", on = "liaison", of = members { id = { "B1", "B2", "B3" } } }
