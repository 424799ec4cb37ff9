local s = scheme { name = "small", title = "小县委员联系工作", source = "小县政协办法" }
local party = members { party = "中共" }
local others = members() - party

s:relation "liaison" {
  title = "党员委员联系党外委员", clause = "第二条",
  from = party, to = others, within = "window", load = { 0, 2 }, cover = 1, balance = true,
}
s:prefer "same-county" {
  on = "liaison", points = 3, title = "同乡镇，联系便利", clause = "第三条", when = same "county",
}
s:prefer "近邻" {
  on = "liaison", title = "邻近乡镇，联系便利",
  points = function(member, other)
    if member.county == "柳镇" then return other.county == "梅镇" and 1 or 0 end
    return (other:in_party "民建" or other:has_role "界别活动组组长" or other["性别"] == "女") and 1 or 0
  end,
}
s:prefer "constant" { on = "liaison", points = function() return 1 end }
s:stages { "change", "balance", "preference" }
