-- members and windows with a filter: a value, a list, a yes, a function; in the order on paper.
local r = report { name = "filters", title = "筛选" }
local function names(list) return #list == 0 and "（无）" or join(list, "、", "name") end
r:paragraph { "党员：", names(members { party = "中共" }) }
r:paragraph { "民建或无党派：", names(members { party = { "民建", "无党派" } }) }
r:paragraph { "女党员：", names(members { party = "中共", gender = "女" }) }
r:paragraph { "免联系：", names(members { exempt = true }) }
r:paragraph { "不免：", tostring(#members { exempt = false } + #members { exempt = true } == #members()) }
r:paragraph { "有身份：", names(members { role = true }) }
r:paragraph { "按函数：", names(members(function(m) return m.window == "经济委" end)) }
r:paragraph { "排第一：", names(members { order = 1 }), "；窗口排第一：", names(windows { order = 1 }) }
r:paragraph { "专委会：", names(windows { kind = "专委会" }), "；没有的：", names(windows { kind = "没有" }) }
r:paragraph { "按函数的窗口：", names(windows(function(w) return #w.members > 1 end)) }
r:paragraph { "全体：", tostring(#members {} == #members()), tostring(#windows {} == #windows()) }
