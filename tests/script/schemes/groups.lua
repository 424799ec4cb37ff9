-- Groups as targets, shares, balance of targets, bounds in principle.
local s = scheme { name = "groups" }
local party, other = members { party = "中共" }, members() - members { party = "中共" }
s:relation "county" { from = party, to = groups "县市区", within = "county", cover = 1,
                      share = function(m) return m.gender == "女" and 2 or 3 end, balance = true }
s:relation "roles" { from = party, to = groups "身份" - groups("身份", { "党组成员" }), balance = "target",
                     share = function(g) return g.size end, load = { 0, 1, points = 4 } }
s:relation "big" { from = party, to = groups("county", function(g) return g.size > 3 and g.name ~= "" end), balance = { "source", "target" } }
s:relation "liaison" { from = party, to = other, cover = { min = 1, points = 2 },
                       load = function(m) return m.id == "A1" and { 1, 1, points = 5 } or 2 end }
s:relation "parties" { from = party, to = members { role = "界别活动组组长" }, within = "party" }
s:link "own-county" { on = "liaison", to = "county", points = 2 }
s:prefer "same-county" { on = { "county", "big" }, when = same "county", points = 1 }
