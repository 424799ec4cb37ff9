local s = scheme { name = "two-changes-needed" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others, load = { 0, 1 }, relax = "load" }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:forbid "never" { title = "吴二不联系郑八", on = "liaison", pairs = { { "A2", "B5" } } }
s:forbid "nobody" { title = "郑八只归吴二", on = "liaison", pairs = { { "A1", "B5" }, { "A3", "B5" } }, relax = "principle" }
