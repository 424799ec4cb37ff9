-- fails: table.move into a table without end
local s = scheme { name = "hostile" }
table.move({ 1 }, 1, 1e9, 1, {})
table.move({ 1 }, 1, 1e10, 1, {})
