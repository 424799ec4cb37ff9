local s = extends "bases/base.lua"
local t = scheme { name = "x" }
s { name = "y" }
local u = extends "bases/middle"
