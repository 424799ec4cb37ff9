-- Without s:stages the usual order holds. A name may be any text, and a file may begin with a byte order mark.
local s = scheme { name = "usual-stages", title = "通常的次序" }
s:relation "联系" { from = members { party = "中共" }, to = members() - members { party = "中共" } }
