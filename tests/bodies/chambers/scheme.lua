-- 工商联执委联系商会：一个商会一名执委，每名执委一至两个商会，不联系自己的商会。
local s = scheme { name = "chambers", title = "执委联系商会", source = "某区工商联", needs = { chamber = "商会", job = "职务" } }

s:relation "chambers" { title = "执委联系商会", from = members { job = { "主席", "副主席", "执委" } }, to = groups "chamber",
                        load = { 0, 2 }, cover = 1, balance = true }
s:forbid "own" { on = "chambers", title = "不联系自己所在的商会", when = same "chamber" }
