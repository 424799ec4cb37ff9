local r = report { name = "x" }
