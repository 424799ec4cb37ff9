-- fails: a door through the methods of texts
local s = scheme { name = "hostile" }
local _ = ('x').dump
