-- fails: a script that makes no report
local x = 1
