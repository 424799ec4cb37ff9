local s = scheme { name = "limit-per-sector" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others, within = "window" }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:limit "one-of-a-sector" { title = "同一界别至多联系一名", on = "liaison", by = "sector", max = 1, relax = "max" }
