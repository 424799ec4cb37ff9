-- A scheme of another county: it knows neither Annex 1's relations nor windows.
local s = scheme { name = "other", title = "结对", source = "某县" }
s:relation "pairs" { title = "结对", from = members { party = "中共" }, to = members() - members { party = "中共" } }
s:relation "groups" { title = "党小组", from = members { party = "中共" }, to = windows() }
