local s = scheme { name = "link-that-cannot-hold" }
local party = members { party = "中共" }
local others = members() - party
s:relation "branch" { title = "联系窗口", from = party, to = windows(), load = { 0, 1 }, cover = 1, relax = "load" }
s:relation "liaison" { title = "党员联系党外", from = party, to = others, load = { 1, 3 } }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:link "own-windows" { title = "只联系所联系窗口的人", on = "liaison", to = "branch", relax = "principle" }
