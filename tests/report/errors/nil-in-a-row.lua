local r = report { title = "x" }
local t = r:table { columns = { "a", "b", "c" } }
t:row { "1", nil, "3" }
