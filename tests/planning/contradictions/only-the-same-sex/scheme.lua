local s = scheme { name = "only-the-same-sex" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { title = "党员联系党外", from = party, to = others, within = "window" }
s:cover "everyone" { title = "人人有人联系", of = others, by = "liaison", times = 1 }
s:require "same-sex" { title = "同性联系", on = "liaison", expect = same "gender", relax = "principle" }
