-- fails: a function of a library replaced
local s = scheme { name = "hostile" }
string.rep = function() return 'owned' end
