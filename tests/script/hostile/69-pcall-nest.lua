-- fails: pcalls inside pcalls, as deep as C goes
local s = scheme { name = "hostile" }
local function deep() return pcall(deep) end while true do deep() end
