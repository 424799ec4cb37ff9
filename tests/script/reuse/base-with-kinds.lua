local s = scheme { name = "with-kinds" }
s:relation "branch" { from = members { party = "中共" }, to = windows() }
s:forbid "kind" { on = "branch", when = function(_, w) return w.full_name == "甲" end }
