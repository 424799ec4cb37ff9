local a = "没有结束
local b = 'one
local c = "a \
b \z
   c" .. "\065\x41\u{4E2D}\"'\\\a"
local d = "C:\数据\q\999\xZZ\u{110000}\u{"
local e = [==[ ]] ]=]
x
