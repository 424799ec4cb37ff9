-- fails: rows without end
local r = report { title = "名单" }
local t = r:table { columns = { "a" } }
while true do t:row { ("x"):rep(1000) } end
