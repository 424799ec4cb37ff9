local name = "bases/base.lua"
local s = extends(name)
