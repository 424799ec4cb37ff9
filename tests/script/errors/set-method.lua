local s = scheme { name = "x" }
local n = members():count()
