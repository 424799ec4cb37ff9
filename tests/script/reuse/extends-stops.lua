local s = extends "bases/stops.lua"
s:amend "nobody" { load = 1 }
