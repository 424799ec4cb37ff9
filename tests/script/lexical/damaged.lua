local s = "政协金华"
local t = "政�"
