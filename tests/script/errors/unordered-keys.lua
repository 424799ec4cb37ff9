local s = scheme { name = "x" }
local seen = {}
for _, name in pairs { [members()] = "x", [true] = "y" } do seen[#seen + 1] = name end
