local r = report { title = "x" }
local a = {}
a[1] = a
r:paragraph(a)
