local r = report { title = "x" }
local a = by_order { members()[1], windows()[1] }
