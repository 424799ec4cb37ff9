local s = scheme { name = "my-county", needs = { street = "街道" } }
s:relation "liaison" { from = members(), to = groups "street" }
