local s = scheme { name = "count", title = "某县联系办法", needs = { street = "街道" } }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { title = "联系委员", from = party, to = others, load = { 1, 2, points = 1 } }
s:relation "street" { title = "联系街道", from = party, to = groups "street", cover = 1 }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:limit "sector" { on = "liaison", title = "同一界别至多一名", clause = "第二条", by = "sector", max = 1 }
s:limit "east" { on = "liaison", title = "东窗口合计至少两对", per = { source = "window" }, from = members { window = "东" }, min = 2 }
s:must "agreed" { on = "liaison", title = "商定的对子", pairs = { { "A1", "B2" } } }
s:together "family" { on = "liaison", title = "一家人同一联系人", of = members { id = { "B1", "B2" } } }
s:apart "school" { on = "liaison", title = "同校的不归一人", of = same "unit" }
s:principle "own" { on = "street", title = "原则上不联系本街道", expect = differ "street" }
