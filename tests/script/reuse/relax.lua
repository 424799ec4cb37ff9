-- What may be relaxed is taken over; amending other fields keeps it, and it can be amended itself.
local s = extends "jinhua-2022" { name = "relax" }
s:remove { "branch", "sector_head", "unaffiliated", "religious", "own-windows", "head-first", "same-unit", "same-county", "same-sector", "kindred-sector" }
s:amend "heads" { load = { 0, 9 } }
s:amend "liaison" { relax = { "load", "cover" } }
s:amend "everyone" { by = { "heads", "liaison" }, relax = "shortfall" }
