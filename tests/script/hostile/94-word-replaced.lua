-- fails: a word of the language replaced
local s = scheme { name = "hostile" }
members = function() return {} end
