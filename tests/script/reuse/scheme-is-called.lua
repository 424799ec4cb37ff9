local s = scheme { name = "x" }
s { name = "y" }
