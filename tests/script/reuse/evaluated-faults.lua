-- Faults while rules are evaluated name the file that they come from.
local s = extends "base.lua" { name = "x" }
s:amend "same-unit" {
  when = function(a, b)
    return 7
  end,
}
s:amend "county" { points = function(a, b) return a.uint end }
s:amend "liaison" {
  load = function(m)
    return "three"
  end,
}
