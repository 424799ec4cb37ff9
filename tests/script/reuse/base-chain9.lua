-- What the cases beside this folder extend.
local p = params { most = { 2, 1, 6, title = "每人至多联系" }, strict = { true, title = "从严" },
                   mode = { "甲", choices = { "甲", "乙" } }, note = { "无" } }
local s = scheme { name = "base", title = "底本", source = "一号", needs = { born = { "出生年月", "date" } } }
local party = members { party = "中共" }

s:relation "branch" { from = party, to = windows(), cover = { 0, p.most } }
s:relation "liaison" { title = "联系", from = party, to = members() - party, within = "window", load = { 0, p.most } }
s:cover "everyone" { of = members { window = "甲" } - party, by = "liaison", times = 1, shortfall = true }
s:forbid "same-unit" { on = "liaison", when = same "unit" }
s:prefer "county" { on = "liaison", when = same "county", points = p.strict and 3 or 1, stage = "near" }
s:link "own" { on = "liaison", to = "branch", points = 2 }
s:stages { "coverage", "principle", "near", "preference" }
