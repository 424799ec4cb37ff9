-- fails: %q of a long text with a byte that takes four
local s = scheme { name = "hostile" }
local x = ('\0'):rep(1e7)
while true do local t = ('%q'):format(x) end
