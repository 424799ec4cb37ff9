-- fails: an error while an error is told
local s = scheme { name = "hostile" }
local function f() error(f) end
pcall(f)
f()
