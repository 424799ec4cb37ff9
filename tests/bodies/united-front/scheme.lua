-- 领导干部联系党外代表人士：每人有一至两名领导联系，原则上同领域的优先。
local s = scheme { name = "united-front", title = "领导干部联系党外代表人士", source = "某市委统战部办法",
                   needs = { rank = "职级", field = "领域" } }

local cadres  = members { rank = { "市级", "部门" } }
local figures = members() - cadres

s:relation "friend" { title = "领导干部联系党外代表人士", from = cadres, to = figures, load = { 1, 4 }, balance = true }
s:cover "once-or-twice" { title = "每人一至两名领导联系", of = figures, by = "friend", times = { 1, 2 } }
s:principle "field" { on = "friend", title = "原则上分管领域相同", expect = same "field" }
s:limit "city" { on = "friend", title = "市级领导至多两名", from = members { rank = "市级" }, max = 2 }
