local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { from = party, to = others, within = "window", cover = 1 }
s:prefer "p" { on = "liaison", points = 3 }
