local s = scheme { name = "pairs" }
s:relation "r" { from = members(), to = members() }
