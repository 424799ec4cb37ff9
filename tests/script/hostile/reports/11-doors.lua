-- fails: a report has no files either
local r = report { title = "名单" }
io.open('/etc/passwd')
