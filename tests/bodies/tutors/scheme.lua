-- 导师制：每名学生一名导师，本专业的导师，每名导师至多五名。
local s = scheme { name = "tutors", title = "本科生导师", source = "某学院", needs = { who = "身份类别", major = "专业", home = "籍贯" } }

local tutors   = members { who = "教师" }
local students = members { who = "学生" }

s:relation "tutor" { title = "导师", from = tutors, to = students, within = "major", load = { 0, 5 }, cover = 1, balance = true,
                     relax = "load" }
s:prefer "home" { on = "tutor", title = "同籍贯", when = same "home", points = 2 }
s:together "twins" { on = "tutor", title = "双胞胎同一导师", of = members { id = { "S09", "S12" } } }
