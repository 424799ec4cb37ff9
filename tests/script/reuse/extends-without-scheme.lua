local s = extends "base-empty.lua"
