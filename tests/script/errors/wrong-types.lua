-- What every kind of field says about a value it cannot use.
local s = scheme { name = 7, title = "", source = {} }
local set = members()
s:relation "text" { title = 7, clause = true, from = set, to = set }
s:relation "sets" { from = windows(), to = "members" }
s:relation "more-sets" { from = { "JH0001" }, to = 12 }
s:relation "flag" { from = set, to = set, balance = 1 }
s:relation "more-flag" { from = set, to = set, balance = "targets" }
s:relation "texts" { from = set, to = set, also = { "a", 7 } }
s:relation "more-texts" { from = set, to = set, also = { name = "a" } }
s:relation "count" { from = set, to = set, contacts_per_year = 2.5 }
s:relation "negative" { from = set, to = set, contacts_per_year = -1 }
s:relation "columns" { from = set, to = set, within = { 1 } }
s:relation "no-columns" { from = set, to = set, within = {} }
s:cover "relations" { of = set, by = function() end, times = 1 }
s:cover "shortfall" { of = set, by = "all", times = 1, shortfall = 0 }
s:forbid "condition" { on = "all", when = "same" }
s:forbid "called-too-soon" { on = "all", when = nil == 1 }
s:principle "set-as-condition" { on = "all", expect = set }
s:link "relation" { on = "all", to = { "text" }, points = 1 }
s:relation "bytes" { title = "\xff", from = set, to = set }
