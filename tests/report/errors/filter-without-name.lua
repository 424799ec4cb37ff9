local r = report { name = "x", title = "x" }
local list = members { "中共" }
