local s = scheme { name = 我县 }
