local s = scheme { name = "x" }
local a = members()
s:relation liaison { from = a, to = a }
s.relation "b" = { from = a, to = a }
s:cover "c" (of = a, by = "b", times = 1)
s:amend liaison { load = 2 }
-- sound Lua, and left alone:
s:relation("d", { from = a, to = a })
local relation = { x = { y = 1 } }
relation.x = { y = 2 }
