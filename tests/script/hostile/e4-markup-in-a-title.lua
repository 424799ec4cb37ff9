-- harmless: a title that a browser would take for markup
local s = scheme { name = "hostile" }
s:relation "r" { title = "<script>alert(1)</script>&", clause = "</td>", from = members(), to = windows(), load = 1 }
