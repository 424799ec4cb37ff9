-- fails: an error that is a table
local r = report { title = "名单" }
error(members())
