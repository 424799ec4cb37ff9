-- A misspelt field hides nothing that comes after it.
local s = scheme { name = "x", titel = "某某" }
s:relation "liaison" { from = members(), to = members(), wihtin = "window", colour = "red", 7 }
s:cover "everyone" { of = members(), by = "liaison", time = 1 }
s:principle "p" { on = "liaison", except = same "unit" }
s:prefer "q" { on = "liaison", points = 1, wenn = same "unit" }
s:forbid "f" { on = "liaison", when = same "unit", stage = "principle" }
s:link "l" { one = "liaison", to = "liaison", points = 1 }
