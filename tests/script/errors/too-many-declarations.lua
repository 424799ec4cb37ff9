local s = scheme { name = "x" }
s:relation "r" { from = members(), to = members() }
for i = 1, 2000 do
  s:forbid("f" .. i) { on = "r", when = same "unit" }
end
