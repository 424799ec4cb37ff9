-- fails: format with a precision and many long texts
local s = scheme { name = "hostile" }
local x = ('x'):rep(1e6)
local t = {}
while true do t[#t + 1] = ('%s%s%s%s'):format(x, x, x, #t) end
