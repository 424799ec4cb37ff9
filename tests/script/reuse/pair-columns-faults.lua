local s = scheme { name = "pairs", pairs = { cost = { "意愿", "integer" }, day = { "标签", "date" }, fee = "費用", other = "意愿", wish = "意見" } }
s:relation "r" { from = members(), to = members() }
