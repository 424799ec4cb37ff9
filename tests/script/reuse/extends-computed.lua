local name = "base.lua"
local s = extends(name)
