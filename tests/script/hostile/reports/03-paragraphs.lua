-- fails: paragraphs without end
local r = report { title = "名单" }
while true do r:paragraph(("x"):rep(1e6)) end
