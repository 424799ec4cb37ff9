-- fails: utf8.codes of what is no UTF-8
local s = scheme { name = "hostile" }
for _ in utf8.codes('\xFF\xFE') do end
