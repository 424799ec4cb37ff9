local a = [[
]]
local b = "ends with the file\