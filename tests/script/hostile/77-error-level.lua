-- fails: an error that hides its place
local s = scheme { name = "hostile" }
error('where', 200)
