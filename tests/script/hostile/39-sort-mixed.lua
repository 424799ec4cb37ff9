-- fails: a sort of what cannot be compared
local s = scheme { name = "hostile" }
table.sort({ 1, 'a', {}, true })
