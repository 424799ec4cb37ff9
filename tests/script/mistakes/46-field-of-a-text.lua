local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "联系", from = party, to = others, within = "window" }
s:prefer "p" { on = "liaison", points = 1, when = function(a, b) return a.window.name == b.window.name end }
