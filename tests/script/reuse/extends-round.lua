local s = extends "bases/round.lua"
