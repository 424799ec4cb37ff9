local s = scheme { name = "small", title = "小县委员联系工作", source = "小县政协办法" }
local leaders = members { role = "党组成员" }
local others  = members() - leaders + members { exempt = true }

s:relation "branch" { title = "党支部", clause = "第一条", from = leaders, to = windows(), load = 1, cover = 1 }
s:relation "visit"  { title = "联系委员", clause = "第二条", from = leaders, to = others, cover = 1, balance = true }
s:require "may-visit" {
  on = "visit", title = "女委员由女同志联系", clause = "第三条",
  when = function(_, b) return b.gender == "女" end, expect = same "gender",
}
s:link "own-branch" { on = "visit", to = "branch", title = "只联系所联系支部的委员", clause = "第四条" }
s:stages { "balance" }
