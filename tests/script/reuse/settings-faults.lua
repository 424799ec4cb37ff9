local s = extends "bases/base.lua"
