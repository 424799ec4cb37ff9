local r = report { title = "x" }
local t = r:table { columns = { "a", "b", "c" } }
t:row { "1", cell { "2", rows = 2 }, "3" }
t:row { cell { "4", columns = 2 }, "5" }
