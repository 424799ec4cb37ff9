local r = report { title = "x" }
r:paragraph { "a", align = "middle" }
