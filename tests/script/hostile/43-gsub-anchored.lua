-- fails: gsub with a table that repeats itself
local s = scheme { name = "hostile" }
local t = ('a'):rep(1e5)
while true do t:gsub('a*', { [('a'):rep(1e5)] = 'a' }) end
