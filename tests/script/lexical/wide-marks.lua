local s = scheme { name = "x" }
s:relation "liaison" { from = party，to = non_party }
s：relation（"a"）｛ from ＝ ［［x］］； load = １ ｝
local n = ＃members() ＋ 2 － 1 ＊ 3 ／ 4 ＜ 5 ＞ 6
local t = n．unit ～＝ 3 and n ＝＝ 4 or n ＜= 5
local ｍａｘ，　　y = ３０, "　全角，空格（在文字里）＝"
　return t -- ，；：（）“”＝ in a comment
--[[ and ，；：（）
“”＝ in a long one ]] ＂x＂
