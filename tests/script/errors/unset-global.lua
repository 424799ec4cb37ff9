local s = scheme { name = "x" }
s:relation "r" { from = my_own_leaders, to = members() }
