-- What this file takes away from its base is told here, one line a thing, and never in the base.
local s = extends "base.lua" { name = "x" }
s:remove "branch"
s:stages { "principle", "near" }
