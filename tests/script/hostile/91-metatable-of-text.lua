-- fails: the metatable of texts
local s = scheme { name = "hostile" }
local _ = getmetatable('').__index
