local function f(m) return m.单位 == m.县 and m:单位 and m．党派 end
local 党员 = members { 党派 = "中共", 电话 = "1", ["界别"] = "教育界" }
s:联系 "x" { from = 党员 }
local x = m.出生年月, 3名, g().单位, v.县市
a, 党派 = 1, 2
return 这是一段没有加引号而且写得很长很长很长很长很长的说明文字
