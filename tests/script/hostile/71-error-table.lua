-- fails: an error that is a table
local s = scheme { name = "hostile" }
error({ 1, 2, 3 })
