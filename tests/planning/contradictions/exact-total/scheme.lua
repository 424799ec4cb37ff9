local s = scheme { name = "exact-total" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:limit "four" { title = "合计恰好四对", on = "liaison", per = "all", exactly = 4, relax = { "max", "min" } }
