local r = report { title = "x" }
r:paragraph(os.date())
