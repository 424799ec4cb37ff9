-- Members whom the base wants covered are left out by this file: told here. So is a stage that it empties.
local s = extends "base.lua" { name = "x" }
s:amend "liaison" { to = members { name = "戴四" } }
s:amend "everyone" { shortfall = 1, times = 2, of = members() - members { party = "中共" } }
s:prefer "county" { on = "liaison", when = same "county", points = 3 }
