local s = extends "base.lua"
local t = scheme { name = "x" }
s { name = "y" }
local u = extends "base-middle"
