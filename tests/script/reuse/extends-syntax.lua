local s = extends "base-syntax.lua"
local t = = 5
