local s = scheme { name = "small", title = "小办法" }
local party = members(function(m) return m:in_party "中共" end)
s:relation "liaison" { title = "联系", from = party, to = members() - party, cover = 1, balance = true }
s:stages { "change", "balance" }
