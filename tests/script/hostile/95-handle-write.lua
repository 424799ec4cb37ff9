-- fails: a field set in the scheme
local s = scheme { name = "hostile" }
s.relation = nil
