-- fails: pack with the widest alignment and padding
local s = scheme { name = "hostile" }
local t = {}
for i = 1, 1e9 do t[i] = ('!16 i16 x'):rep(1):pack(i) end
