-- same, differ, both: two empty cells are never the same; a list is the same where it has a part in common; a window
-- has its own name in the column of windows and nothing else.
local s = scheme { name = "comparisons" }
s:relation "pairs" { from = members { id = { "A1", "A3" } }, to = members() }
s:relation "branch" { from = members { id = { "A1", "A3" } }, to = windows() }
local function show(name, comparison) s:prefer(name) { on = "all", points = 1, when = comparison } end
show("same-unit", same "unit")
show("differ-unit", differ "unit")
show("both-unit", both "unit")
show("same-party", same "party")
show("differ-party", differ "party")
show("same-role", same "role")
show("same-window", same "window")
show("differ-window", differ "window")
show("both-window", both "window")
show("by-heading", same "界别")
