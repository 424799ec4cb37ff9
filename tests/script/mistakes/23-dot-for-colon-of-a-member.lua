local s = scheme { name = "my-county" }
local party = members(function(m) return m.in_party "中共" end)
s:relation "liaison" { from = party, to = members() }
