local s = scheme { name = "x" }
s:relation "liaison" { from = members()，to = members() }
