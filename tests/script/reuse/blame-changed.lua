-- What this file changes of its base so that the base no longer fits is told here.
local s = extends "base.lua" { name = "x" }
s:amend "branch" { to = members() }
s:amend "liaison" { to = windows(), within = "window" }
s:relation "second" { title = "联系", from = s:from "branch", to = members() }
