-- fails: gsub whose function runs gsub, deep
local s = scheme { name = "hostile" }
local function again(x) return (x:gsub('.', again)) end
again('aa')
