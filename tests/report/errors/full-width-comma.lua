local r = report { title = "x"， name = "y" }
