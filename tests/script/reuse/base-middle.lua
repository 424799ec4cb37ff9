params { most = 4, mode = "乙" }
local s = extends "base.lua" { name = "middle", needs = { street = "街道" } }
s:prefer "county" { on = "liaison", when = same "street", points = 5 }
s:stages { "coverage", "preference" }
