local r = report { title = "x" }
local t = r:table { columns = { {}, {} } }
t:header { cell { "1", rows = 2 }, "2" }
t:row { "3" }
