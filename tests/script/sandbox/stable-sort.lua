-- Equal elements keep their order; a comparison that is wrong or fails harms nothing.
local list = {}
for i = 1, 1000 do list[i] = { key = (i * 7919) % 10, place = i } end
table.sort(list, function(a, b) return a.key < b.key end)
for i = 2, 1000 do
  local a, b = list[i - 1], list[i]
  assert(a.key < b.key or (a.key == b.key and a.place < b.place))
end
for n = 0, 70 do
  local numbers = {}
  for i = 1, n do numbers[i] = (i * 31) % 17 end
  table.sort(numbers)
  for i = 2, n do assert(numbers[i - 1] <= numbers[i]) end
  assert(#numbers == n)
  table.sort(numbers, function(a, b) return a > b end)
  for i = 2, n do assert(numbers[i - 1] >= numbers[i]) end
end
local texts = { "b", "a", "é", "B", "", "aa" }
table.sort(texts)
assert(table.concat(texts, ",") == ",B,a,aa,b,é")
local same = { 3, 1, 2 }
table.sort(same, function() return true end)
table.sort(same, function() return false end)
assert(#same == 3)
local kept = { 3, 2, 1 }
assert(not pcall(table.sort, kept, function() error("no") end))
assert(kept[1] == 3 and kept[2] == 2 and kept[3] == 1)
assert(not pcall(table.sort, { 1, "2", 3 }) and not pcall(table.sort, { 1, 2 }, "less") and not pcall(table.sort, 7))
