local party = members { party = "中共" }
