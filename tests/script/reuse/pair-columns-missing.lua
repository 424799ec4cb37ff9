local s = scheme { name = "pairs", pairs = { cost = { "费用", "integer" } } }
s:relation "r" { from = members(), to = members() }
