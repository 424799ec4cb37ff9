-- Coupled: those of 金东 who are together are to be apart.
local s = extends "jinhua-2022" { name = "together-and-apart" }
local east = members(function(m) return m.window == "金东" and not m:in_party "中共" and #m.role == 0 end)
s:together "one-contact" { title = "金东的党外委员由一人联系", on = "liaison", of = east }
s:apart "same-sector-apart" { title = "同界别分开联系", on = "liaison", of = same "sector" }
