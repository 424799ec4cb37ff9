local s = scheme { name = "shortfall-or-more-places" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others }
s:cover "everyone" { title = "人人有两人联系", of = others, by = "liaison", times = 2, relax = "shortfall" }
s:limit "few" { title = "合计至多七对", on = "liaison", per = "all", max = 7, relax = "max" }
