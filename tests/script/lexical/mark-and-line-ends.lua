local a，b

local c != 1local d，e
local f，g