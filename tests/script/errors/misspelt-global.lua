local s = scheem { name = "x" }
