-- fails: table.concat over a range without end
local s = scheme { name = "hostile" }
local t = table.concat({ '' }, '', 1, 1e9)
