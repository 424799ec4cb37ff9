local s = scheme { name = "mine", title = "我县委员联系工作", source = "我县政协办法" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "联系", from = party, to = others, wihtin = "window", cover = 1 }
s:principle "unit" { on = "liason", points = 1, title = "同单位回避", expect = differ "unti" }
s:prefer "county" { on = "liaison", points = 1.5, title = "同乡镇", when = same "county" }
