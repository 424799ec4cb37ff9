-- fails: a report that never ends
local r = report { title = "名单" }
while true do end
