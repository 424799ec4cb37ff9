-- fails: one call of C in a report
local r = report { title = "名单" }
local _ = ('a'):rep(40000):find(('a-'):rep(30) .. 'b')
