local s = scheme { name = "together-against-apart" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:together "couple" { title = "夫妇归同一人", on = "liaison", of = members { id = { "B1", "B2" } }, relax = "principle" }
s:apart "rivals" { title = "不归同一人", on = "liaison", of = members { id = { "B1", "B2", "B3" } }, relax = "principle" }
