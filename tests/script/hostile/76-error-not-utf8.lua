-- fails: an error of bytes that are no UTF-8
local s = scheme { name = "hostile" }
error('\xFF\xFE\xC0\x80')
