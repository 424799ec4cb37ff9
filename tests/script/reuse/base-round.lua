local s = extends "extends-round.lua"
