-- fails: unpack of 10^8 values
local s = scheme { name = "hostile" }
local _ = select('#', table.unpack({}, 1, 1e8))
