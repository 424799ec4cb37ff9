-- 团干部联系青年：每名团干部联系 100 名青年的办法，这里每人至少三名；不要求每名青年都有人联系，联系得越多越好。
local s = scheme { name = "youth", title = "团干部直接联系青年", needs = { job = "职务", age = { "年龄", "integer" } } }

local cadres = members { job = "团干部" }
local youth  = members(function(m) return m.job == "" and (m.age or 99) <= 35 end)

s:relation "youth" { title = "联系青年", from = cadres, to = youth, load = { 3, 4 } }
s:prefer "many" { on = "youth", title = "多联系", points = 1 }
s:apart "same-age" { on = "youth", title = "同岁的分开", of = same "age" }
