local s = scheme { name = "small", title = "小县委员联系工作", source = "小县政协办法" }
local party = members { party = "中共" }
local others = members() - party

s:relation "liaison" {
  title = "党员委员联系党外委员", clause = "第二条",
  from = party, to = others, within = "window", load = { 0, 3 }, cover = 1, balance = true,
}
s:forbid "same-unit" {
  on = "liaison", title = "同单位回避", clause = "第三条", when = same "unit",
}
s:prefer "same-county" {
  on = "liaison", points = 3, title = "同乡镇，联系便利", clause = "第四条", when = same "county",
}
s:prefer "same-sector" {
  on = "liaison", points = 2, title = "同界别，联系便利", clause = "第四条", when = same "sector",
}
s:stages { "change", "balance", "preference" }
