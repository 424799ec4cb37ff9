local s = scheme { name = "my-county", title = "某县政协联系工作" }

local party     = members { party = "中共" }
local non_party = members() - party

s:relation "liaison" { from = party，to = non_party }
s:forbid "same-county" {
  on = "liaison",
  when = function(a, b)
    return a.county != b.county
  end,
}
