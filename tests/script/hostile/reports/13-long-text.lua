-- fails: a cell of 100 MB
local r = report { title = "名单" }
local t = r:table { columns = { "a" } }
t:row { ("x"):rep(1e8) }
t:row { ("y"):rep(6e7) }
