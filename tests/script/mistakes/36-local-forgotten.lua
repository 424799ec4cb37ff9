local s = scheme { name = "my-county" }
party = members { party = "中共" }
s:relation "liaison" { from = party, to = members() - party }
