-- Limits: per source, target, all or team, split, weighted, selected, in principle.
local s = scheme { name = "limits" }
local party, other = members { party = "中共" }, members() - members { party = "中共" }
local women = members { gender = "女" }
s:relation "liaison" { from = party, to = other }
s:relation "branch" { from = party, to = windows() }
s:limit "each" { on = "liaison", max = 2 }
s:limit "both" { on = { "liaison", "branch" }, per = "source", max = 3 }
s:limit "target" { on = "liaison", per = "target", exactly = 1 }
s:limit "all" { on = "liaison", per = "all", min = 2, max = 5, points = 3 }
s:limit "sectors" { on = "liaison", by = "sector", max = 1 }
s:limit "roles" { on = "liaison", per = "target", by = "role", min = 1, points = 1 }
s:limit "window-names" { on = "branch", by = "window", max = 1 }
s:limit "team" { on = "liaison", per = function(m) return m.unit ~= "" and m.unit or nil end, max = 2 }
s:limit "county" { on = "liaison", per = { target = "county" }, min = 1 }
s:limit "role-team" { on = "liaison", per = { target = "role" }, max = 2 }
s:limit "women" { on = "liaison", per = "source", to = women, from = party - members { id = "A1" }, min = 1 }
s:limit "weighted" { on = "liaison", max = 7, weight = function(a, b) return a.county == b.county and 1 or 3 end }
s:limit "thrice" { on = "liaison", max = 7, weight = 3, from = members { id = "A1" } }
s:limit "by-function" { on = "liaison", max = function(m) return m.order <= 3 and 0 or 2 end, stage = "负担", points = 2 }
s:stages { "principle", "负担", "preference" }
