local s = scheme { name = string.uper "x" }
