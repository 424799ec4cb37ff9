local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { from = party, to = others, within = "window" }
s:forbid "f" { on = "liaison", when = function(a, b) if a.unit = b.unit then return true end end }
