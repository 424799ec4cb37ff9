local r = report { title = "x" }
members()[1].name = "y"
