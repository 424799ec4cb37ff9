local s = scheme { name = "x" }
leaders = members { role = "党组成员" }
