-- fails: an error that claims another file
local s = scheme { name = "hostile" }
error('/etc/passwd:1: fine', 0)
