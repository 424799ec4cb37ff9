-- fails: back references in a long text
local s = scheme { name = "hostile" }
local t = ('ab'):rep(20000)
for i = 1, 1e6 do t:find('(.-)(.-)(.-)%1%2%3c') end
