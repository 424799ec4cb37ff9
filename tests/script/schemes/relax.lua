-- What the office may change where there is no plan.
local s = scheme { name = "relax" }
local party = members { party = "中共" }
local others = members() - party
s:relation "one" { from = party, to = others, within = "window", load = { 0, 2 }, relax = "load" }
s:relation "branch" { from = party, to = windows(), cover = 1, relax = { "cover", "load" } }
s:cover "everyone" { of = others, by = "one", times = 1, relax = "shortfall" }
s:forbid "never" { on = "one", when = same "unit", relax = "principle" }
s:require "only" { on = "one", expect = differ "unit", relax = { "principle" } }
s:must "always" { on = "one", when = same "unit", relax = "principle" }
s:link "linked" { on = "one", to = "branch", relax = "principle" }
