local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
s:relation "within" { from = party, to = others, within = { "windwo", "unit" } }
local a = members { secter = "教育界", gender = "女" }
local b = members { ["电话"] = "1" }
local c = members { nothing = "1" }
local d = members { sector = 7 }
local e = members { order = "1" }
local f = members { sector = {} }
local g = members { "党组成员" }
local h = members "党组成员"
local i = windows { kinds = "专委会" }
local j = windows { county = "城区" }
local k = windows { kind = true }
local l = members { exempt = 1 }
s:forbid "same" { on = "liaison", when = same "uint" }
s:forbid "differ" { on = "liaison", when = differ { "unit" } }
s:forbid "both" { on = "liaison", when = both "电话" }
s:forbid "to-windows" { on = "branch", when = same "window" }
s:relation "no-such-cell" { from = a, to = windows(), within = "county" }
s:relation "no-cell" { from = party, to = windows(), within = "county" }
