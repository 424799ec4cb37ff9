local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
local n = 1
n += 1
s:relation "liaison" { from = party, to = others, within = "window" }
