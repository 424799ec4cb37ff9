-- An end is missing, but no "else if" took it: the fault is left to Lua.
if a then
    b()
else if c then
    d()
end end
local function f()
    if a then
        b()
