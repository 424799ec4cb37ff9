-- 仿普洱市政协 2021 年的做法：党组成员每人联系一至两个活动小组，党员委员在小组里每人联系一至两名党外委员。
-- 这里写的是做法，不是文件原文；条款号从缺。
-- After the practice of 普洱 2021: leaders take one or two groups each, Party members one or two non-Party members
-- each. The latter holds in principle: as a hard rule real rosters have no plan, since no group has the numbers.

local s = scheme {
  name = "puer-2021", title = "党员委员联系党外委员（仿普洱 2021）", source = "仿普洱市政协 2021 年的做法",
  needs = { squad = "活动小组" },
}

local leaders   = members { role = "党组成员" }
local party     = members { party = "中共" } - leaders
local non_party = members() - members { party = "中共" }

s:relation "squads" {
  title = "党组成员联系活动小组",
  from = leaders, to = groups "squad", load = { 1, 2 }, cover = 1, balance = true, contacts_per_year = 2,
  relax = "load",
}

s:relation "liaison" {
  title = "党员委员联系党外委员",
  from = party, to = non_party, within = "squad", load = { 1, 2, points = 1 }, balance = true, contacts_per_year = 4,
}

s:cover "everyone" { title = "每名党外委员都有人联系", of = non_party, by = "liaison", times = 1 }

s:principle "same-unit" { on = "liaison", points = 1, title = "原则上同单位回避", expect = differ "unit" }
s:forbid "own-squad"    { on = "squads", title = "不联系自己所在的小组", when = same "squad",
                          relax = "principle" }
s:prefer "same-sector"  { on = "liaison", points = 1, title = "同界别，联系便利", when = same "sector" }

s:stages { "principle", "change", "balance", "preference" }
