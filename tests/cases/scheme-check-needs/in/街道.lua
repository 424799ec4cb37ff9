local s = scheme { name = "streets", needs = { born = { "出生年月", "date" }, street = "街道" }, pairs = { wish = "意愿" } }
s:relation "r" { from = members { party = "中共", street = "东街" }, to = members(function(m) return m.born > "1970" end), within = "street" }
