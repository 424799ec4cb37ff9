local s = scheme { name = "small", title = "小办法" }
local party = members(function(m) return m:in_party "中共" end)
local leaders = members { role = "党组成员" }
s:relation "branch" { title = "联系党支部", from = leaders, to = windows(), load = { 1, 4 }, cover = 1, balance = true }
s:relation "liaison" { title = "联系委员", from = party - leaders, to = members() - party, within = "window", balance = true, load = { max = 5 } }
s:cover "all" { title = "人人有人联系", of = members() - party, by = "liaison", times = 1 }
s:stages { "change", "balance" }
