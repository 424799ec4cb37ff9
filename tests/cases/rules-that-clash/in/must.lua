local s = scheme { name = "must", title = "某县联系办法" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { title = "联系委员", from = party, to = others }
s:must "agreed" { on = "liaison", title = "商定的对子", pairs = { { "A1", "B1" } } }
s:forbid "unit" { on = "liaison", title = "同单位回避", when = same "unit" }
s:limit "none" { on = "liaison", title = "至少联系一名台盟委员", to = members { party = "台盟" }, min = 1 }
