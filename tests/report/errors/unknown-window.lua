local r = report { title = "x" }
r:paragraph(window "丙".name)
