local a = members { party = “中共” }
local b = members { role = { ‘党组成员’, 「组长」, ＂副主任＂ } }
local c = "党组成员”
local d = f("党组成员”, "组长")
local e = “党组成员"
local g = “他说"好"”, "他说“好”"
local h = “没有结尾, x
local i = x ” y
local j = f(“a", “b”)
