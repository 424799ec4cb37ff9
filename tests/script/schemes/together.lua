-- Together, apart, must and named pairs.
local s = scheme { name = "together" }
local party, other = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = other }
s:relation "branch" { from = party, to = windows() }
s:together "given" { on = "liaison", of = members { id = { "B1", "B2", "A1" } } }
s:together "same-window" { on = "liaison", of = same "window" }
s:together "sources" { on = "liaison", of = function(x, y) return x.id == "A3" and y.id == "A1" end, per = "target" }
s:together "windows" { on = "branch", of = windows() }
s:apart "given-apart" { on = "liaison", of = members { role = "界别活动组组长" } }
s:apart "unit" { on = "liaison", of = same "unit" }
s:apart "chain" { on = "liaison", of = function(x, y)
  return (x.id == "B1" and y.id == "B2") or (x.id == "B3" and y.id == "B2") or (x.id == "B3" and y.id == "B4") end }
s:apart "window-names" { on = "branch", of = function(x, y) return x.name ~= y.name end }
s:apart "sources-apart" { on = "liaison", of = party, per = "target" }
s:must "when" { on = "liaison", when = function(a, b) return a.id == "A1" and b.id == "B1" end }
s:must "named" { on = { "liaison", "branch" }, pairs = { { "A2", "B2" }, { "A3", "甲" } } }
s:forbid "named-never" { on = "liaison", pairs = { { "A2", "B3" } }, when = both "order" }
