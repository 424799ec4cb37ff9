-- Review assignment: each paper gets three reviewers, at least one of each group, nobody of its own unit; bids earn.
local p = params { most = { 4, 1, 20, title = "papers a reviewer takes at most" } }
local s = scheme { name = "review", needs = { group = "组别" }, pairs = { bid = { "意愿", "integer" } } }
local reviewers = members { role = "评审" }
s:relation "reviews" { from = reviewers, to = members() - reviewers, load = { 0, p.most }, cover = 3 }
s:forbid "own-unit" { on = "reviews", when = same "unit" }
s:limit "groups" { on = "reviews", per = "target", by = "group", min = 1 }
s:prefer "bids" { on = "reviews", points = function(_, _, b) return b.bid or 0 end }
s:stages { "preference" }
