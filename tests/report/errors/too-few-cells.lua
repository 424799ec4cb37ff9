local r = report { title = "x" }
local t = r:table { columns = { "a", "b" } }
t:row { "1" }
