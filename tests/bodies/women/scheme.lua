-- 妇联执委联系家庭：没有窗口，按村；排不出时说清是哪个村（山后村没有执委）。
local s = scheme { name = "women", title = "妇联执委联系家庭", source = "某镇妇联", needs = { role2 = "角色", village = "村" } }

s:relation "family" { title = "执委联系家庭", clause = "三", from = members { role2 = "执委" }, to = members { role2 = "家庭" },
                      within = "village", load = { 0, 3 }, balance = true, relax = "load" }
s:cover "each" { title = "每户都有执委联系", clause = "三", of = members { role2 = "家庭" }, by = "family", times = 1 }
