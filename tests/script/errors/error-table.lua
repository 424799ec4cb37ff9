local s = scheme { name = "x" }
error({ code = 7 })
