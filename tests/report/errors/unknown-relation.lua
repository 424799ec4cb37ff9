local r = report { title = "x" }
local a = relation "liasion"
