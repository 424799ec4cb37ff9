-- fails: a plain search of a text that is nearly everywhere
local s = scheme { name = "hostile" }
local t, u = ('a'):rep(4e6), ('a'):rep(2e6) .. 'b'
while true do t:find(u, 1, true) end
