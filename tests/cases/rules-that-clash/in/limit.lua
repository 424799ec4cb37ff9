local s = scheme { name = "limit", title = "某县联系办法" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { title = "联系委员", from = party, to = others, load = { 0, 2 } }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:limit "three" { on = "liaison", title = "合计至多三对", per = "all", max = 3 }
