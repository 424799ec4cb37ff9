local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
-- How a declaration is written.
s:relation { from = party, to = others }
s:forbid "" { on = "liaison", when = same "unit" }
s:prefer "no-table"
s:prefer "not-a-table" "on"
s:relation("in-brackets", { from = party, to = others, colour = 1 })
local later = s:forbid "again"
later { on = "liaison", when = same "unit" }
later { on = "liaison", when = same "county" }
local t = scheme { name = "y" }
local u = party + windows()
local v = party - "A1"
local w = (party * 3) + others
s:relation "no-echo" { from = u, to = v }
