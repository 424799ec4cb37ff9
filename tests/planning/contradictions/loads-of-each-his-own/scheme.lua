local s = scheme { name = "loads-of-each-his-own" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others, relax = { "load", "cover" },
                       load = function(m) return m.id == "A1" and { 0, 2 } or { 0, 1 } end }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = { 1, 2 } }
