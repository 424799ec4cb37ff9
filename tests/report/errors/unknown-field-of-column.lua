local r = report { title = "x" }
local t = r:table { columns = { { title = "a", widht = 2 } } }
