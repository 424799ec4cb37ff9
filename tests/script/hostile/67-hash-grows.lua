-- fails: a table that grows by doubling up to the limit, in a pcall
local s = scheme { name = "hostile" }
local t = {}
local function grow() for i = 1, 1e9 do t[i * 1.5] = i end end
while true do pcall(grow) end
