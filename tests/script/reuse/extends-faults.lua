params { mots = 3, most = 9, strict = 1, other = { 1, 2 }, third = { 5, 1, 3 }, fourth = { "x", choices = { "y" }, tilte = "z" },
         fifth = { 1.5, 1, 2 }, [6] = 1, sixth = members, ["a=b"] = 1 }
local s = extends "base.lua" { name = "x", tilte = "y" }
s:amend "liason" { load = 1 }
s:amend "liaison" { laod = 1, cover = "many" }
s:amend "own" { on = "liason" }
s:amend "county"
s:amend "branch" "x"
s:amend(5)
s:remove "liasion"
s:remove {}
s:remove "branch"
s:forbid "liaison" { on = "all", when = same "unit" }
s:relation "everyone" { from = members(), to = members() }
s:forbid "twice" { on = "all", when = same "unit" }
s:forbid "twice" { on = "all", when = same "gender" }
s:relation "more" { from = s:from "same-unit", to = s:to "braanch" + s:from(7) }
params { most = 3 }
