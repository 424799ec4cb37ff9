local s = extends "../mistakes/01.lua"
local t = extends "/etc/passwd"
local u = extends "./base.lua"
