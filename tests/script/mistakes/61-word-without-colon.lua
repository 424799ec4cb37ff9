local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "联系", from = party, to = others, within = "window" }
principle "p" { on = "liaison", expect = differ "unit" }
