-- fails: writing through what pairs hands out
local s = scheme { name = "hostile" }
for name in pairs(string) do string[name] = nil end
