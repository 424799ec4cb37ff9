-- 县级示范：窗口按乡镇设，党组成员联系乡镇，每名党员委员至多联系 3 名党外委员。
-- 这是示范，不是哪个县的文件；各县照自己的文件改，或者 extends "county-model"。
-- A model for a county: windows by township, every Party member at most three. It is no county's document.

local p = params { max_load = { 3, 1, 6, title = "每名党员委员至多联系几名党外委员" } }

local s = scheme { name = "county-model", title = "县政协委员联系工作（示范）", source = "示范，不是哪个县的文件" }

local leaders   = members { role = "党组成员" }
local party     = members { party = "中共" } - leaders
local non_party = members() - members { party = "中共" }

s:relation "township" {
  title = "党组成员联系乡镇窗口", also = "联系乡镇",
  from = leaders, to = windows(), load = { 1, 4 }, cover = 1, balance = true, contacts_per_year = 2,
  relax = "load",
}

s:relation "liaison" {
  title = "党员委员联系党外委员",
  from = party, to = non_party, within = "window", load = { 0, p.max_load }, balance = true, contacts_per_year = 2,
  relax = "load",
}

s:cover "everyone" { title = "每名党外委员都有人联系", of = non_party, by = "liaison", times = 1 }

s:principle "same-unit" { on = "liaison", points = 1, title = "原则上同单位回避", expect = differ "unit" }
s:limit "new-members"   { on = "liaison", points = 1, title = "原则上每人至多联系一名新委员",
                          to = members { role = "新委员" } * non_party, max = 1 }
s:prefer "same-sector"  { on = "liaison", points = 2, title = "同界别，联系便利", when = same "sector" }
s:prefer "same-village" { on = "township", points = 1, title = "在乡镇工作过，情况熟悉",
                          when = function(a, b) return a.county == b.name end }

s:stages { "principle", "change", "balance", "preference" }
