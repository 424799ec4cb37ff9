local s = extends "jinhua-2022" { name = "my-county", needs = { street = "街道" } }

s:amend "liason" { load = { 0, 3 } }
s:amend "liaison" { laod = { 0, 3 }, within = "stret" }
s:remove "branch"
s:forbid "same-unit-hard" { on = "liaison", when = function(a, b) return a.uint == b.uint end }
