local s = extends "33-extends-in-a-circle.lua"
