local s = scheme { name = "small", title = "小县委员联系工作" }
local p = params { max_load = { 3, 1, 9, title = "每名党员委员至多联系几名党外委员" } }
local party = members { party = "中共" }
s:relation "liaison" { title = "党员委员联系党外委员", from = party, to = members() - party, within = "window",
                       load = { 0, p.max_load }, cover = 1, balance = true, relax = "load" }
