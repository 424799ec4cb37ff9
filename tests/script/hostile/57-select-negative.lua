-- fails: select far from the end
local s = scheme { name = "hostile" }
local _ = select(-1e9, 1)
