local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { from = party }
s:cover "everyone" { of = others, by = "liaison" }
