-- Stages of one's own: less is better where they hold principles, more where they hold prefer and link.
local s = scheme { name = "stages" }
local party = members { party = "中共" }
s:relation "branch" { from = members { id = "A1" }, to = windows() }
s:relation "liaison" { from = party, to = members() - party, within = "window", balance = true }
s:principle "unit" { on = "liaison", stage = "回避", expect = differ "unit" }
s:prefer "county" { on = "liaison", stage = "就近", points = 1, when = same "county" }
s:link "branch-too" { on = "liaison", stage = "就近", to = "branch", points = 1 }
s:prefer "sector" { on = "liaison", stage = "preference", points = 1, when = same "sector" }
s:stages { "回避", "balance", "就近", "preference" }
