local r = report { title = "x" }
local m = members()[1]
r:paragraph(m.uint)
