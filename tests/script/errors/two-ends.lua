local s = scheme "x"
local later = 1 + 1
