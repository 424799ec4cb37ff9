local s = scheme { name = "x" }
error("so many: " .. members())
