local s = scheme { name = "my-county", title = "我县" }
local party = members { party = "中共" }
local others = members() - party
s:relation "liaison" { from = party, to = others, within = "window" }
s:prefer "p" { on = "liaison", points = function(a, b)
  if a.unit == b.unit then
    return 2
  else if a.sector == b.sector then
    return 1
  end
  return 0
end }
