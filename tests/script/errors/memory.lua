local s = scheme { name = "x" }
local t = {}
local function fill() for i = 1, 1e9 do t[i] = { i } end end
while true do
  pcall(fill)
end
