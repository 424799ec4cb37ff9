local s = scheme { name = "costs", pairs = { cost = { "费用", "integer" }, since = { "始于", "date" } } }
s:relation "liaison" { from = members { party = "中共" }, to = members() - members { party = "中共" } }
s:cover "everyone" { of = members() - members { party = "中共" }, by = "liaison", times = 1 }
