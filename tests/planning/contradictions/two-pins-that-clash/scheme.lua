local s = scheme { name = "two-pins-that-clash" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1, relax = "shortfall" }
s:must "pin-one" { title = "指定：丁一—李四（熟悉情况，办公室）", on = "liaison", pairs = { { "A1", "B1" } }, relax = "principle" }
s:must "pin-two" { title = "指定：吴二—李四（同在一个小区，办公室）", on = "liaison", pairs = { { "A2", "B1" } } }
