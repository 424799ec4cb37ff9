local r = report { title = "x" }
local t = r:table { "a" }
