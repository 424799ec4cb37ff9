-- 党员联户：每名党员在本网格联系至少三户，每户有党员联系。
local s = scheme { name = "households", title = "党员联系农户", source = "某村党总支", needs = { what = "类型", grid = "网格", door = "门牌" } }

local party      = members { what = "党员" }
local households = members { what = "户主" }

s:relation "households" { title = "党员联户", from = party, to = households, within = "grid", load = { min = 3 },
                          cover = { min = 1 }, balance = true, contacts_per_year = 12 }
s:apart "neighbours" { on = "households", title = "同一门牌的不归同一名党员", of = same "door" }
