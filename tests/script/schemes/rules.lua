-- Each rule, with comparisons and with functions of the pair; `all` includes relations to windows.
local s = scheme { name = "rules" }
local party = members { party = "中共" }
local others = members() - party
s:relation "branch" { from = members { id = "A1" }, to = windows() }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "free" { from = party, to = others }

s:forbid "no-family" { on = "liaison", title = "亲属回避", clause = "二", when = function(a, b) return a.id == "A1" and b.id == "B2" end }
s:forbid "no-colleagues" { on = { "free", "liaison" }, when = same "unit" }
s:require "same-sex" { on = "free", title = "同性", expect = function(a, b) return a.gender == b.gender end }
s:require "if-filled" { on = { "free", "liaison" }, when = both "unit", expect = differ "unit" }
s:principle "other-unit" { on = "all", title = "同单位回避", expect = differ "unit" }
s:principle "women-only" { on = "free", points = 7, when = function(_, b) return b.gender == "女" end, expect = function(a) return a.gender == "女" end }
s:principle "reward" { on = "liaison", points = -2, expect = function() end }
s:prefer "county" { on = { "liaison", "free" }, points = 3, when = same "county" }
s:prefer "by-window" { on = "branch", points = 5, when = function(a, w) return w.name ~= a.window end }
s:prefer "by-amount" { on = "free", points = function(a, b) return #b.name * (a.order < math.huge and -1 or 1) end }
s:prefer "by-amount-when" { on = "free", when = both "unit", points = function() return 2.0 end }
s:link "own-branch" { on = "free", to = "branch", points = 2 }
s:link "all-but-itself" { on = "all", to = "branch", points = -1 }
s:link "must-be-branch" { on = "free", to = "branch" }
