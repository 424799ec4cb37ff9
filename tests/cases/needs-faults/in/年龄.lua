local s = scheme { name = "ages", needs = { born = { "生日", "date" }, terms = { "届数", "integer" } } }
s:relation "liaison" { from = members { party = "中共" }, to = members(function(m) return m.born < "1970" end) }
