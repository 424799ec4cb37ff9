local s = scheme { name = "more-windows-than-places" }
local party = members { party = "中共" }
local others = members() - party
s:relation "branch" { title = "联系窗口", from = members { role = "党组成员" }, to = windows(), load = { 0, 1 }, cover = 1, relax = "cover" }
