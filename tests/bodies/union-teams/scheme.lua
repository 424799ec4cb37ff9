-- 工会干部联系班组：每个班组一名干部，按车间；干部人人联系。
local s = scheme { name = "union-teams", title = "工会干部联系班组", needs = { post3 = "工会职务", team = "班组", shop = "车间" } }

local officers = members { post3 = { "主席", "委员" } }

s:relation "teams" { title = "联系班组", from = officers, to = groups "team", load = { 1, 3 }, cover = 1, balance = true }
s:relation "workers" { title = "联系困难职工", from = officers, to = members { post3 = "困难职工" }, within = "shop", cover = 1,
                       balance = true }
s:link "own-team" { on = "workers", to = "teams", title = "所联系的职工在所联系的班组", points = 1 }
