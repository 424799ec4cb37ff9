-- fails: table.move over a billion empty places
local s = scheme { name = "hostile" }
table.move({}, 1, 1e9, 2)
