-- fails: a loop whose step is lost
local s = scheme { name = "hostile" }
for i = 1e17, 1e17 + 10000, 1 do end while true do end
