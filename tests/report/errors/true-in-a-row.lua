local r = report { title = "x" }
local t = r:table { columns = { "a" } }
t:row { true }
