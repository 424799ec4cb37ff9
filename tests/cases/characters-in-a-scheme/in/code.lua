-- 小办法：党员委员在本窗口联系党外委员
local​ s = scheme { name = "mini", title = "党员委员联系党外委员", source = "自拟" }
local party = members { party = "中共" }
local non_party = members() - party
s:relation "liaison" { title = "党员委员联系党外委员", from = party, to = non_party, within = "window", balance = true }
s:cover "everyone" { title = "每名党外委员都有人联系", of = non_party, by = "liaison", times = 1 }
