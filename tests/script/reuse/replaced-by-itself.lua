-- s:from and s:to of the relation that is being declared anew mean what it was; what is removed and declared
-- again keeps its place.
local s = extends "base.lua" { name = "x" }
s:relation "liaison" { title = "联系", from = s:from "liaison", to = s:to "liaison", within = "window", load = { 0, 2 } }
local pending = s:relation "branch"
pending { from = s:from "branch", to = s:to "branch", cover = { 0, 2 } }
s:remove { "same-unit", "county" }
s:prefer "county" { on = "liaison", when = same "county", points = 3, stage = "near" }
s:forbid "same-unit" { on = "liaison", when = same "unit" }
