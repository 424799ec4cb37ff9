local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
s:relation "even" { from = party, to = others, balance = true }
s:principle "p" { on = "liaison", expect = differ "unit" }
s:principle "q" { on = "liaison", expect = differ "unit", stage = "回避" }
s:principle "r" { on = "liaison", expect = differ "unit", stage = "preference" }
s:prefer "t" { on = "liaison", when = same "county", points = 1, stage = "balance" }
s:prefer "u" { on = "liaison", when = same "county", points = 1, stage = "自定" }
s:principle "v" { on = "liaison", expect = differ "unit", stage = "自定" }
s:prefer "w" { on = "liaison", when = same "county", points = 1, stage = "新地" }
s:stages { "princple", "balence", "preference", "自定", "自已", "preference" }
s:stages { "principle" }
