local s = scheme { name = "lists", title = "t" }
local party = members { party = "中共" }
local non_party = members() - party
local music = members(function(m) return m:has_role "文艺" end)
s:relation "liaison" { title = "联系", from = party, to = non_party, within = "window", balance = true }
s:cover "everyone" { title = "都有人联系", of = non_party, by = "liaison", times = 1 }
s:prefer "same-role" { on = "liaison", points = 2, when = same "role" }
s:prefer "role" { on = "liaison", points = function(a,b) return b:has_role "文艺" and 1 or 0 end }
