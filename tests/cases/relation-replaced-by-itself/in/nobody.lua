local s = extends "jinhua-2022" { name = "my-county" }
s:cover "newcomers" { title = "每名新委员都有人联系", of = members { role = "新委员" }, by = "liaison", times = 1 }
s:relation "newcomers-by-heads" { title = "新委员", from = s:from "heads", to = members { role = "新委员" } }
s:cover "open" { title = "可以再有一人联系", of = s:to "heads", by = "heads", times = { 0, 1 } }
