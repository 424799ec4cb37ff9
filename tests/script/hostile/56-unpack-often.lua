-- fails: unpack of as many values as there may be, for ever
local s = scheme { name = "hostile" }
while true do local _ = select('#', table.unpack({}, 1, 200000)) end
