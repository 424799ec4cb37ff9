local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "联系", from = party, to = others, within = "window" }
local some = members { sector = "经济界" } or members { sector = "农业界" }
s:relation "more" { from = party, to = some }
