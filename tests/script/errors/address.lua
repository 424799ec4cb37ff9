local s = scheme { name = ("%p"):format({}) }
