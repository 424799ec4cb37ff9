-- fails: a loop over all integers
local s = scheme { name = "hostile" }
for i = math.mininteger, math.maxinteger do end
