local r = report { title = "x" }
r:paragraph(relation "liaison".titel)
