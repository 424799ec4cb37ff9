-- Windows as targets: all that have members who are not exempt (so 丙 is missing), by kind, by name, by a function.
local s = scheme { name = "windows" }
local leader = members { role = "党组成员" }
s:relation "every" { from = leader, to = windows() }
s:relation "kind" { from = leader, to = windows { kind = "专委会" } }
s:relation "name" { from = leader, to = windows { name = { "甲", "丙" } } }
s:relation "full-name" { from = leader, to = windows { full_name = "委员同心汇·乙窗口" } }
s:relation "order" { from = leader, to = windows { order = 2 } }
s:relation "function" { from = leader, to = windows(function(w) return w.order == math.huge and w.kind == "县市区" and w.name .. w.full_name ~= "" end) }
s:relation "others" { from = leader, to = windows() - windows { kind = "专委会" } }
s:relation "own" { from = members(), to = windows(), within = "window" }
