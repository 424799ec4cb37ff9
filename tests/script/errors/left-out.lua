local s = scheme { name = "x", title = os.date() }
