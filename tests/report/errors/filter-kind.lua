local r = report { name = "x", title = "x" }
local list = members { order = "1" }
