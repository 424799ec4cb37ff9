local s = scheme { name = "x" }
