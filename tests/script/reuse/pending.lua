-- What is only being declared has no sets, and cannot be amended or removed yet.
local s = extends "base.lua" { name = "x" }
s:relation "new" { from = s:from "new", to = s:to "liaison" }
local wait = s:relation "liaison"
s:amend "liaison" { load = 3 }
s:remove "liaison"
wait { from = s:from "liaison", to = s:to "liaison" }
s:remove "branch"
s:relation "branch" { from = s:from "branch", to = windows() }
