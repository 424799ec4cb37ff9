local s = scheme { name = "pin-against-rule" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others, within = "window" }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:forbid "same-unit" { title = "同单位不结对", on = "liaison", when = same "unit", relax = "principle" }
s:must "pin" { title = "指定：丁一—李四（本人要求，窗口，2026-03-02）", on = "liaison", pairs = { { "A1", "B1" } } }
