-- fails: texts of numbers without end, kept
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 1e9 do t[#t + 1] = tostring(i / 3) end
