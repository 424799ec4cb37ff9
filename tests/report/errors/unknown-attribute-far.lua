local r = report { title = "x" }
r:paragraph(members()[1]["手机号码"])
