-- fails: a pcall round a text of 128 MiB, again and again
local s = scheme { name = "hostile" }
while true do pcall(string.rep, 'x', 1 << 27) end
