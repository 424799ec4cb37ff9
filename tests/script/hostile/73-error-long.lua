-- fails: an error of 30 MB
local s = scheme { name = "hostile" }
error(('很长'):rep(5e6))
