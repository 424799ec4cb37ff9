-- fails: a sort whose comparison never ends
local s = scheme { name = "hostile" }
table.sort({ 1, 2, 3 }, function() while true do end end)
