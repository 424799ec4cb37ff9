-- A scheme that travels with the program, by its name.
local s = extends "jinhua-2022" { name = "county" }
s:remove { "branch", "sector_head", "heads", "unaffiliated", "religious", "own-windows", "head-first" }
s:amend "everyone" { by = "liaison" }
