local s = scheme { name = "small" }
local leaders = members { role = "党组成员" }
s:relation "liaison" { title = "党员委员联系党外委员", from = members { party = "中共" } - leaders,
                       to = members() - members { party = "中共" } }
s:limit "leader-each" { on = "liaison", title = "每人至少由一名党组成员联系", per = "target", from = leaders, min = 1 }
