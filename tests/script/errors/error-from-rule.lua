local s = scheme { name = "x" }
local party = members { party = "中共" }
local function county(m) if m.county == "乡区" then error("不认识" .. m.county, 2) end return m.county end
s:relation "r" { from = party, to = members() - party }
s:forbid "f" { on = "r",
  when = function(a, b)
    return county(a) == county(b)
  end }
