-- 人大代表联系选民：每名代表在本选区联系三至五名选民，每名选民有一名代表联系。
local s = scheme { name = "deputies-voters", title = "人大代表联系选民", source = "某县人大常委会代表工作办法",
                   needs = { kind = "类别", district = "选区" } }

local deputies = members { kind = "代表" }
local voters   = members { kind = "选民" }

s:relation "voters" { title = "代表联系选民", clause = "第四条", from = deputies, to = voters, within = "district",
                      load = { 3, 5 }, balance = true, relax = "load" }
s:cover "each" { title = "每名选民都有代表联系", clause = "第四条", of = voters, by = "voters", times = 1, relax = "shortfall" }
s:prefer "same-unit" { on = "voters", title = "同单位", when = same "unit", points = 1 }
s:stages { "change", "balance", "preference" }
