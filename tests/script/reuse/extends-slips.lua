-- Slips of writing in both files are told at once.
local s = extends "base-slips.lua"
