-- fails: pairs of pairs of pairs
local s = scheme { name = "hostile" }
local function walk(t) for _, v in pairs(t) do walk(v) end return 1 end
local t = {} t.t = t walk(t)
