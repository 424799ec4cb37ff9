-- --set over the base's own values.
local s = extends "base.lua"
s:remove "own"
