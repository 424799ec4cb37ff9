local a = 1
--[[ long
comment ]=]
local b