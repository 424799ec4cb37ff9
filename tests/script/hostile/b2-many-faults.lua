-- fails: faults without end
local s = scheme { name = "hostile" }
while true do members { nothing = 1 } end
