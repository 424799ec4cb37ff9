-- A fault that pcall swallows is still a fault where it came from a declaration.
local s = scheme { name = "x" }
pcall(function() s:relation "r" { from = members(), to = members(), colour = 1 } end)
local ok, why = pcall(function() return no_such_thing end)
s:relation "q" { title = why, from = members(), to = members(), load = -1 }
