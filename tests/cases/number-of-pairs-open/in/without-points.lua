local s = scheme { name = "open", title = "某县联系办法" }
local party = members { party = "中共" }
s:relation "liaison" { title = "联系委员", from = party, to = members() - party, load = { min = 1 } }

