local s = extends "base-round.lua"
