-- fails: an error that would drive a terminal
local s = scheme { name = "hostile" }
error('\27[2J\27[31m\7\8\8\8 fine')
