local s = scheme { name = "unread" }
s:relation "liaison" { from = members { party = "中共" }, to = members() - members { party = "中共" } }
