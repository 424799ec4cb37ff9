-- fails: a member kept beyond its call
local s = scheme { name = "hostile" }
local kept
members(function(m) kept = m return true end)
error(kept.name)
