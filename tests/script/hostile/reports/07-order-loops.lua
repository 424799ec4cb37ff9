-- fails: members sorted for ever
local r = report { title = "名单" }
while true do by_order(members()) end
