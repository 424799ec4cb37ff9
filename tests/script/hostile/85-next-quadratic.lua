-- fails: next by hand through a long table is quadratic
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 50000 do t['k' .. i] = i end
local k repeat k = next(t, k) until k == nil
