local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
local leaders = members { role = "党组成员" }
s:relation "visit" { from = leaders, to = others, cover = 2 }
s:relation "liaison" { from = party, to = others }
s:cover "everyone" { of = others, by = "liaison", times = 9 }
