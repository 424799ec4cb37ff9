local function good(a)
    if a == 1 then
        return 1
    else if a == 2 then
        return 2
    end end
end
local function bad(a)
    if a == 1 then
        return 1
    else if a == 2 then
        return 2
    else if a == 3 then
        return 3
    end
end
s:forbid "f" { on = "r", when = function(a, b) if a then return 1 else if b then return 2 end end }
if x then
    y()
else   if z then
    y()
else
    if w then y() end
end
