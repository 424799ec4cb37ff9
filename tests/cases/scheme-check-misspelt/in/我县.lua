local s = extends "jinhua-2022" { name = "my-county", needs = { street = "街道", age = { "年龄", "integer" } } }
local some  = members(function(m) return m.windwo == "提案委" end)
local shops = windows(function(w) return w.knd == "专委会" end)
local other = members(function(m) return m.age > 60 or tonumber(m.unit:match("(%d+)")) + 1 > 3 end)
s:forbid "streets" { on = "liaison", when = function(a, b)
  return a.street == b.street and a.uint == b.unit
end }
s:forbid "window" { on = "branch", when = function(a, w) return w.county == a.county end }
s:prefer "older" { on = "liaison", points = function(a, b) return a.age - b.age end }
s:amend "liaison" { load = function(m) return m.lod end, cover = function(m) return 1 end }
