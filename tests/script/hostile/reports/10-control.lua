-- fails: a paragraph that would drive a terminal
local r = report { title = "名单" }
r:paragraph "\27[2J"
