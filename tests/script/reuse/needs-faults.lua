local s = scheme {
  name = "x",
  needs = {
    age = "年龄", area = "街到", born = { "出生年月", "day" }, id = "街道", in_party = "街道", list = { "专业", "list", "x" },
    party2 = "党派", street = "街道", street2 = "街道", terms = 5, [3] = "届数",
  },
}
local a = members { street = 3 } + members { stret = "东街" } + members { age = "3" }
s:relation "r" { from = a, to = members { ["届数"] = 2 } }
