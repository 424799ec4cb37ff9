local r = report { name = "x", title = "x" }
local list = members { partei = "中共" }
