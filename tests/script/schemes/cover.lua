-- Covers over relations, and how far they may fall short.
local s = scheme { name = "cover" }
local party = members { party = "中共" }
local others = members() - party
s:relation "one" { from = party, to = others, within = "window" }
s:relation "two" { from = party, to = others }
s:relation "branch" { from = party, to = windows() }
s:cover "once" { title = "全覆盖", clause = "一（二）2", of = others, by = { "two", "one", "two" }, times = 1 }
s:cover "every" { of = others, by = "all", times = { 1, 2 } }
s:cover "short" { of = others, by = "one", times = { min = 2 }, shortfall = 1 }
s:cover "shorter" { of = others, by = "one", times = 3, shortfall = true }
s:cover "not-short" { of = others, by = "one", times = 1, shortfall = false }
s:cover "too-short" { of = others, by = "one", times = 1, shortfall = 5 }
s:cover "by-function" { of = others, by = "one", shortfall = true, times = function(m) return m.gender == "女" and { 1, 2 } or 1 end }
s:relation "by-function-too" { from = party, to = windows(), load = function(m) return { max = #m.name } end, cover = function(w) return w.name == "甲" and 1 or { min = 0 } end }
s:cover "of-nobody" { of = members { id = "?" }, by = "one", times = 1 }
