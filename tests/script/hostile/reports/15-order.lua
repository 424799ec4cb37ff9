-- harmless: pairs and addresses that reach a report
local r = report { title = "名单" }
local t = {}
for _, m in ipairs(members()) do t[m.id] = tostring({}) .. m.name end
for k, v in pairs(t) do r:paragraph { k, ": ", v } end
