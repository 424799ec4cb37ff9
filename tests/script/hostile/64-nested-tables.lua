-- fails: a table in a table in a table
local s = scheme { name = "hostile" }
local t = {}
while true do t = { t, t } end
