local s = extends "base.lua"
