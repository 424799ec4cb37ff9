-- Nothing is declared from within the functions of rules.
local s = extends "base.lua" { name = "x" }
local wait = s:relation "late"
local amendment = s:amend "branch"
wait { from = members(), to = members() }
amendment {}
s:amend "liaison" { load = function(m) s:relation "more" { from = members(), to = members() } return 1 end }
s:amend "everyone" { times = function(m) amendment { load = 1 } return 1 end }
s:amend "same-unit" { when = function(a, b) s:remove "liaison" end }
s:prefer "one" { on = "liaison", points = function(a, b) return extends "base.lua" end }
s:prefer "two" { on = "liaison", points = function(a, b) return params { x = { 1, 1, 1 } } end }
s:prefer "three" { on = "liaison", points = function(a, b) return scheme { name = "y" } end }
s:prefer "four" { on = "liaison", points = function(a, b) return wait { from = members() } end }
s:prefer "five" { on = "liaison", points = function(a, b) return #s:from "liaison" end }
