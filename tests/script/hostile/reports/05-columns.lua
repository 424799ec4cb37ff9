-- fails: a table of 100,000 columns
local r = report { title = "名单" }
local c = {}
for i = 1, 1e5 do c[i] = "c" end
r:table { columns = c }
