-- The columns of --pairs, typed.
local s = scheme { name = "pairs", pairs = { cost = { "费 用", "integer" }, tags = { "标签", "list" }, wish = "意愿", on = { "日期", "date" } } }
s:relation "r" { from = members { party = "中共" }, to = members() - members { party = "中共" } }
