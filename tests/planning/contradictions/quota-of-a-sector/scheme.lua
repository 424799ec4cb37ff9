local s = scheme { name = "quota-of-a-sector" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:limit "religious" { title = "每人至少联系一名宗教界委员", on = "liaison", to = others * members { sector = "宗教界" }, min = 1, relax = { "min", "principle" } }
