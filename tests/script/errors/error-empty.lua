-- An error without words, here behind a zero byte, is told all the same.
local s = scheme { name = "error-empty" }
error("\0hidden")
