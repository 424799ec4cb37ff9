local r = report { name = "x", title = "x" }
local list = members(function(m) return m.name end)
