-- fails: utf8.char of as many numbers as unpack gives
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 1e6 do t[i] = 0x10FFFF end
local u = utf8.char(table.unpack(t))
