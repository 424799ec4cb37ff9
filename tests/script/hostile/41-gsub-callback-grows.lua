-- fails: gsub whose function answers more and more
local s = scheme { name = "hostile" }
local n = 1
local t = ('x'):rep(100):gsub('.', function() n = n * 2 return ('y'):rep(n) end)
