local r = report { title = "x" }
relation("branch"):sources_of(members()[1])
