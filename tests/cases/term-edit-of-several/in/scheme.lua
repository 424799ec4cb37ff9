local s = scheme { name = "two", title = "两人联系" }
local party = members(function(m) return m:in_party "中共" end)
s:relation "liaison" { title = "联系", from = party, to = members() - party, load = { max = 4 }, balance = true }
s:cover "twice" { title = "每人两名联系人", of = members() - party, by = "liaison", times = 2 }
s:stages { "change", "balance" }
