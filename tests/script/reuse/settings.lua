-- --set over the base's own values.
local s = extends "bases/base.lua"
s:remove "own"
