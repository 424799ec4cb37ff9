local s = extends "base-stops.lua"
s:amend "nobody" { load = 1 }
