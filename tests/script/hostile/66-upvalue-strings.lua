-- fails: a pcall that keeps what it was told
local s = scheme { name = "hostile" }
local kept = {}
while true do local _, e = pcall(error, ('e'):rep(1e6) .. #kept) kept[#kept + 1] = e end
