-- A function of the base meets what this file made of the relation: told here, with the place of the function.
local s = extends "base-with-kinds.lua" { name = "x" }
s:relation "branch" { from = s:from "branch", to = members { window = "甲" } }
