local s = scheme { name = "weights-that-do-not-fit" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:limit "work" { title = "每人至多三分力气", on = "liaison", max = 3, weight = 2, relax = "max" }
