-- fails: functions that keep functions
local s = scheme { name = "hostile" }
local f = function() end
while true do local g = f f = function() return g end end
