-- fails: a join whose function never ends
local r = report { title = "名单" }
r:paragraph { join(members(), "、", function(m) while true do end end) }
