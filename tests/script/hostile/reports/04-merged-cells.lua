-- fails: a cell that spreads over what there is not
local r = report { title = "名单" }
local t = r:table { columns = { "a", "b" } }
t:row { cell { "x", rows = 1e9, columns = 2 } }
