-- What is wrong with limits, sets and shares.
local s = scheme { name = "limits" }
local party, other = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = other }
s:relation "branch" { from = party, to = windows() }
s:relation "streets" { from = party, to = groups "街道" }
s:relation "roles" { from = party, to = groups "身份", within = "sector" }
s:limit "no-number" { on = "liaison" }
s:limit "both-ways" { on = "liaison", exactly = 1, max = 2 }
s:limit "per" { on = "liaison", per = "window", max = 1 }
s:limit "team" { on = "liaison", per = { source = "town" }, max = 1 }
s:limit "team-table" { on = "liaison", per = function() return {} end, max = 1 }
s:limit "min-above" { on = "liaison", min = 3, max = 2 }
s:limit "bound" { on = "liaison", per = "all", max = function() return 1 end }
s:limit "bound-text" { on = "liaison", max = function() return "2" end }
s:limit "kinds" { on = { "liaison", "branch" }, per = "target", max = 1 }
s:limit "to" { on = "branch", to = other, max = 1 }
s:limit "weight" { on = "liaison", max = 1, weight = function() return -1 end }
s:limit "points" { on = "liaison", max = 1, points = 0 }
s:limit "stage" { on = "liaison", max = 1, stage = "principle" }
s:limit "stage-amiss" { on = "liaison", max = 1, points = 1, stage = "balance" }
s:together "of" { on = "liaison", of = windows() }
s:together "per" { on = "liaison", of = other, per = "all" }
s:apart "sources" { on = "branch", of = windows(), per = "target" }
s:must "nothing" { on = "liaison" }
s:must "unknown" { on = "liaison", pairs = { { "A1", "B9" }, { "Z1", "B1" }, { "A1", "A2" } } }
s:must "shape" { on = "liaison", pairs = { "A1", "B1" } }
s:relation "share" { from = party, to = other, share = function() return 1 end }
s:relation "share-none" { from = party, to = other, balance = true, share = function() return 0 end }
s:relation "share-many" { from = party, to = other, balance = true, share = function(m) return m.id == "A1" and 11 or m.id == "A2" and 13 or 20 end }
s:relation "balance" { from = party, to = other, balance = "targets" }
s:relation "in-principle" { from = party, to = other, load = { 1, 2, points = 0 } }
s:cover "times" { of = other, by = "liaison", times = { 1, 2, points = 1 } }
s:cover "groups" { of = other, by = "roles", times = 1 }
s:link "list" { on = "liaison", to = "roles", points = 1 }
local mixed = groups "county" + groups "sector"
local named = groups("county", { "城区", "乡里" })
