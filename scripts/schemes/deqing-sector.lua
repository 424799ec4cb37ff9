-- 仿德清县政协的做法：每名委员联系本界别至少三名群众。
-- 花名册里委员和界别群众都有一行，群众的“身份”写“界别群众”。这里写的是做法，不是文件原文。
-- After the practice of 德清: every member keeps contact with at least three people of the sector, who stand in the
-- roster as well (身份: 界别群众).

local p = params { least = { 3, 1, 10, title = "每名委员至少联系几名界别群众" } }

local s = scheme { name = "deqing-sector", title = "委员联系界别群众（仿德清）", source = "仿德清县政协的做法" }

local people = members { role = "界别群众" }
local all    = members() - people

s:relation "people" {
  title = "委员联系界别群众",
  from = all, to = people, within = "sector", load = { min = p.least }, cover = { 1, 2 },
  balance = { "source", "target" }, contacts_per_year = 2, relax = { "load", "cover" },
}

s:limit "own-unit"    { on = "people", points = 1, title = "原则上本单位的至多一名", by = "unit", max = 1 }
s:prefer "same-place" { on = "people", points = 2, title = "同乡镇，联系便利", when = same "county" }

s:stages { "principle", "change", "balance", "preference" }
