-- Every construct of Lua 5.4: no fault. ，；：（）“”！=
local a <const>, b <close> = 1, nil
local n = { 0, 3.14, .5, 3., 0x1F, 0xA.8p-1, 0x.1P+2, 1e10, 1E-2, 0xffffffffff }
local t = { 'x', "y", [[long ，“”]], [==[ ]] ]=] ]==], ["单位"] = 1, [1] = 2; x = 3, f = function(...) return ... end }
local text = "\a\b\f\n\r\t\v\\\"\'\
next \z
      line \x41\065\9\255\u{0}\u{4E2D}\u{7FFFFFFF} “中共”，！= && ||"
--[==[ long
comment ]] ！= “ ]==]
--[[one line]] local c = #t + -n[1] - ~1 * 2 / 3 // 4 % 5 ^ 6 .. 7 .. "8"
local d = 1 << 2 >> 3 & 4 | 5 ~ 6
local e = 1 < 2 == (3 > 4) ~= (5 <= 6), 7 >= 8
local g = not a and b or c
do goto done end
for i = 1, 10, 2 do if i then break end end
for k, v in pairs(t) do t[k] = v end
while false do repeat local z = 1 until z == 1 end
do ; end
if a then n = 1 elseif c then n = 2 else n = 3 end
if a then
    n = 1
else if c then
    n = 2
end end
if a then n = 1 else
    if c then n = 2 end
end
function t.x.y:z(p, ...) local q <const> = select("#", ...) return q, p end
local function h() return end
t.f"text" t:m{ 1 } t.f[[long]] (t.f)('x')
t.i = function() end
t.j = 5 // 2
    // 3 -- 说明
t.k = #t > 3 and a==-1 and a=="x" and 1 ~=-1
::done::
return t, {}
