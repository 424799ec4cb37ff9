local s = extends "jinhua-2022" { name = "my-county" }
s:relation "heads" { from = s:from "heads", to = s:to "heads", load = 2, title = "h" }
