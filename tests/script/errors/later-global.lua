local s = scheme { name = "x", needs = { born = { "出生年月", "date" } } }
local streets = groups "街道"
