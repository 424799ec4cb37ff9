local r = report { name = "x", title = "x" }
local list = windows { name = 3 }
