local s = scheme { name = "one" }
