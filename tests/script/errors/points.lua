local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
s:prefer "decimal" { on = "liaison", when = same "unit", points = 1.5 }
s:prefer "text" { on = "liaison", when = same "unit", points = "3" }
s:prefer "huge" { on = "liaison", when = same "unit", points = 1000001 }
s:prefer "endless" { on = "liaison", when = same "unit", points = math.huge }
s:principle "small" { on = "liaison", expect = same "unit", points = -1000001 }
s:principle "function" { on = "liaison", expect = same "unit", points = function() return 1 end }
s:prefer "for-all" { on = "liaison", points = 1 }
s:prefer "of-pair-decimal" { on = "liaison", points = function(a, b) return a.id == "A2" and 0.5 or 1 end }
s:prefer "of-pair-nothing" { on = "liaison", points = function(a, b) if b.id == "B1" then return 1 end end }
s:prefer "of-pair-huge" { on = "liaison", points = function() return 2^40 end }
