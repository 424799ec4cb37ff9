local r = report { titel = "x" }
