local s = scheme { name = "members-only", title = "只联系委员", source = "小县政协办法" }
local party = members { party = "中共" }
s:relation "liaison" {
  title = "党员委员联系党外委员", from = party, to = members() - party, within = "window", cover = { 0, 2 },
}
