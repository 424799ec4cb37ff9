local s = scheme { name = "small", title = "小县委员联系工作", source = "小县政协办法" }
local leaders = members { role = "党组成员" }
local party = members { party = "中共" } - leaders
local others = members() - members { party = "中共" }

s:relation "branch" {
  title = "党组成员联系窗口", clause = "第一条",
  from = leaders, to = windows(), load = { 0, 2 }, cover = 1, balance = true,
}
s:relation "liaison" {
  title = "党员委员联系党外委员", clause = "第二条",
  from = party, to = others, within = "window", load = { 2, 4 }, cover = { 0, 2 }, balance = true,
}
s:cover "everyone" { title = "党外委员有人联系", of = others, by = "liaison", times = { 1, 2 }, shortfall = 1 }
s:forbid "same-unit" { on = "liaison", title = "同单位回避", clause = "第三条", when = same "unit" }
s:prefer "same-county" {
  on = "branch", points = 2, title = "熟悉当地", clause = "第一条", when = function(a, b) return b.name:sub(1, #a.county) == a.county end,
}
s:prefer "same-sector" {
  on = "liaison", points = 2, title = "同界别，联系便利", clause = "第四条", when = same "sector",
}
s:stages { "coverage", "change", "balance", "preference" }
