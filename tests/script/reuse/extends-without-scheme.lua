local s = extends "bases/empty.lua"
