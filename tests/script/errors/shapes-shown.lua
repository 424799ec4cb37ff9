-- What is wrong is shown as it was written, and what should stand there.
local s = scheme { name = "x" }
local a = members()
s:relation "a" { from = { "A1", "A2" }, to = "windows", load = { 1, 2.5 }, cover = { 0, 2147483647 }, also = { 1 } }
s:relation "b" { from = members, to = windows, load = { min = 1, mx = 3 }, cover = { 3 }, title = { "x", y = true } }
s:relation "c" { from = groups, to = differ, load = { -1, 3 }, cover = { 1, 2, points = 0 } }
s:relation "d" { from = a, to = a, load = { "1", "3" }, cover = string.upper, share = string.len, balance = { 1 } }
s:relation "e" { from = a, to = a }
s:cover "f" { of = a, by = "e", times = { 1, 2, points = 3 } }
s:forbid "g" { on = "e", pairs = { "A1", "A2" } }
s:forbid "h" { on = "e", pairs = { { "A1", "A2", "A3" } } }
s:forbid "i" { on = "e", pairs = { { 1, { {} } }, a, function() end }, when = same { "unit", "county" } }
s:apart "j" { on = "e", of = { "A1", "A2" } }
s:limit "k" { on = "e", per = "单位", max = both, weight = same }
s:limit "l" { on = "e", per = members, max = 1 / 0 }
s:forbid "m" { on = "e", when = same("unit", "county") }
s:prefer "n" { on = "e", points = { [2.5] = 1, [true] = 2 } }
s:relation { from = a, to = a, [a] = 1 }
s:stages("principle", "change")
