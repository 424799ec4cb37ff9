local r = report { title = "x" }
local t = r:table { columns = { "a" } }
t:row { cell { "1", colums = 2 } }
