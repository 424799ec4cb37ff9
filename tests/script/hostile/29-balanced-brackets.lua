-- fails: %b() on 200,000 brackets that never close is quadratic
local s = scheme { name = "hostile" }
local t = ('('):rep(200000)
for i = 1, 1000 do local _ = t:find('%b()') end
