-- fails: an empty text repeated with an empty separator computes for ever without memory
local s = scheme { name = "hostile" }
local t = (''):rep(1e15, '')
error('came through')
