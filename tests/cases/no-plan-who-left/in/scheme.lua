local s = scheme { name = "small", title = "小办法" }
local party = members { party = "中共" }
local heads = members { role = "界别活动组组长" }
s:relation "head" { title = "联系组长", from = members { role = "党组成员" }, to = heads, load = 2 }
s:relation "liaison" { title = "联系党外委员", from = party, to = members() - party, within = "window" }
s:cover "everyone" { title = "人人有人联系", of = members() - party, by = { "head", "liaison" }, times = 1 }
s:stages { "change", "balance" }
