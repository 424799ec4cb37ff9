local s = scheme { name = "small", title = "小县委员联系工作" }
local leaders = members { role = "党组成员" }
local party = members { party = "中共" } - leaders
local others = members() - members { party = "中共" }
s:relation "head" { title = "党组成员联系", from = leaders, to = others, load = { 0, 1 }, cover = { 0, 1 } }
s:relation "liaison" { title = "党员委员联系", from = party, to = others, cover = { 0, 1 }, balance = true }
s:cover "everyone" { of = others, by = { "head", "liaison" }, times = 1 }
s:prefer "near" { on = "liaison", points = 1, title = "联系便利", when = function() return true end }
s:stages { "change", "preference", "balance" }
