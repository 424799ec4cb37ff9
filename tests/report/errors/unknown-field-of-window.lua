local r = report { title = "x" }
r:paragraph(windows()[1].fullname)
