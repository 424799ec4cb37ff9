local r = report { title = "x\0y" }
