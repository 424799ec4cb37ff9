local s = scheme { name = "x" }
local party = members { party = "中共" }
s:relation "liaison" { from = party, to = members() - party, within = "window", load = 1, relax = { "laod", "max" } }
s:cover "everyone" { of = members() - party, by = "liaison", times = 1, relax = "times" }
s:limit "few" { on = "liaison", max = 1, relax = "exactly" }
s:forbid "never" { on = "liaison", when = same "unit", relax = "principles" }
s:forbid "not-a-text" { on = "liaison", when = same "unit", relax = true }
s:prefer "soft" { on = "liaison", when = same "unit", points = 1, relax = "principle" }
