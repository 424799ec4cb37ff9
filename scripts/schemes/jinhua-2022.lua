-- 金华市政协：党组成员联系相关界别党员委员、党员委员联系党外委员。
-- 依据：金政协党组〔2022〕8号。下文逐条写出第一部分（二）“联系对象”，clause 是条款号。
-- This scheme states part one (2) of the measure; `clause` cites it. The language: scripts/README.md.

local s = scheme {
  name   = "jinhua-2022",
  title  = "金华市政协党组成员联系相关界别党员委员、党员委员联系党外委员",
  source = "金政协党组〔2022〕8号",
}

-- 谁是谁 ------------------------------------------------------------------------------------------

local leaders   = members { role = "党组成员" }
local party     = members { party = "中共" } - leaders     -- 不是党组成员的党员委员；交叉党员也是党员
local non_party = members() - members { party = "中共" }   -- 党外委员

local heads        = members { role = { "界别活动组组长", "专委会副主任" } } * non_party
local unaffiliated = members { sector = "无党派" } * non_party
local religious    = members { sector = "宗教界" } * non_party

-- 相近的界别：写成 { "甲界别", "乙界别" }，一行一对，次序不论。金华没有列。
local kindred_sectors = {
}

-- 党组成员联系谁：一（二）1 ------------------------------------------------------------------------

s:relation "branch" {
  title = "履职临时党支部", clause = "一（二）1", also = "履职临时党支部（党小组）",
  from = leaders, to = windows(), load = { 2, 4 }, cover = 1, relax = "load",
  balance = true, contacts_per_year = 2,
}

s:relation "sector_head" {
  title = "界别党员委员", clause = "一（二）1",
  from = leaders, to = party, load = 1, cover = { 0, 1 },
  contacts_per_year = 2,
}

s:relation "heads" {
  title = "党外界别活动组组长或专委会副主任", clause = "一（二）1",
  from = leaders, to = heads, load = 2, relax = "load",
  contacts_per_year = 2,
}

s:relation "unaffiliated" {
  title = "无党派人士", clause = "一（二）1",
  from = leaders, to = unaffiliated, load = 1, relax = "load",
  contacts_per_year = 2,
}

s:relation "religious" {
  title = "宗教界委员", clause = "一（二）1",
  from = leaders, to = religious, load = 1, relax = "load",
  contacts_per_year = 2,
}

-- 党员委员联系谁：一（二）2 ------------------------------------------------------------------------

s:relation "liaison" {
  title = "党员委员联系党外委员", clause = "一（二）2",
  from = party, to = non_party, within = "window", relax = "load",
  balance = true, contacts_per_year = 2,
}

s:cover "everyone" {
  title = "每名党外委员都有人联系", clause = "一（二）2",
  of = non_party, by = { "heads", "unaffiliated", "religious", "liaison" }, times = 1,
}

-- 原则上 ------------------------------------------------------------------------------------------

s:principle "head-first" {
  on = "sector_head", points = 1,
  title = "原则上是界别党员负责同志", clause = "一（二）1",
  expect = function(_, b) return b:has_role "界别党员负责人" end,
}

s:principle "same-unit" {
  on = "liaison", points = 1,
  title = "同单位回避", clause = "一（二）2",
  expect = differ "unit",
}

-- 工作需要和联系便利：一（二）2 --------------------------------------------------------------------

s:prefer "same-county" {
  on = "liaison", points = 3,
  title = "同县市区，联系便利", clause = "一（二）2",
  when = same "county",
}

s:prefer "same-sector" {
  on = "liaison", points = 2,
  title = "同界别，联系便利", clause = "一（二）2",
  when = same "sector",
}

s:prefer "kindred-sector" {
  on = "liaison", points = 1,
  title = "界别相近，联系便利", clause = "一（二）2",
  when = function(a, b)
    for _, two in ipairs(kindred_sectors) do
      if (a.sector == two[1] and b.sector == two[2]) or (a.sector == two[2] and b.sector == two[1]) then
        return true
      end
    end
    return false
  end,
}

s:link "own-windows" {
  on = { "sector_head", "heads", "unaffiliated", "religious" }, to = "branch", points = 2,
  title = "所联系的人在所联系的窗口，联系便利", clause = "一（二）1",
}

-- 先后 --------------------------------------------------------------------------------------------

s:stages { "principle", "change", "balance", "preference" }
