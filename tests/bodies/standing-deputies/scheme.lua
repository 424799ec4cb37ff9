-- 常委会组成人员联系代表：每人联系两至三名；代表可以有一名常委联系，也可以没有。
local s = scheme { name = "standing-deputies", title = "常委会组成人员联系代表", source = "某市人大常委会“双联系”制度",
                   needs = { post2 = "职务", team = "代表小组" } }

local standing = members { post2 = { "主任", "副主任", "委员" } }
local deputies = members() - standing

s:relation "deputy" { title = "联系代表", clause = "二", from = standing, to = deputies, load = { 2, 3 }, balance = true }
s:cover "at-most-one" { title = "一名代表至多一人联系", clause = "二", of = deputies, by = "deputy", times = { 0, 1 } }
s:prefer "team" { on = "deputy", title = "同一代表小组", when = same "team", points = 2 }
s:limit "of-a-team" { on = "deputy", title = "一个小组至多联系一名", by = "team", max = 1 }
