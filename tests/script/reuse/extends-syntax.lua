local s = extends "bases/syntax.lua"
local t = = 5
