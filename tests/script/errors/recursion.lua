local function deeper(n) return 1 + deeper(n + 1) end
local s = scheme { name = deeper(1) }
