local s = extends "jinhua-2022" { name = "my-county" }
s:stages { "change", "balance", "preference" }
