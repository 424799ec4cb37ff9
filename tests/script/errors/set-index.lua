local s = scheme { name = "x" }
local one = members()[1]
