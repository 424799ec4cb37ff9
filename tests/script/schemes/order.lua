-- What Lua leaves to hash seeds, addresses and pivots: here it comes out the same every time.
local s = scheme { name = "order" }
local party = members { party = "中共" }
s:relation "liaison" { from = party, to = members() - party }
local t = { delta = 1, [10] = 1, alpha = 1, [-1] = 1, [2.5] = 1, beta = 1, [true] = 1, [false] = 1, [3] = 1, ["10"] = 1 }
local keys = {}
for k in pairs(t) do keys[#keys + 1] = tostring(k) end
local by_next = {}
for k in next, t do by_next[#by_next + 1] = tostring(k) end
assert(table.concat(keys, " ") == table.concat(by_next, " "))
local people = {}
for i = 1, 9 do people[i] = { rank = i % 3, number = i } end
table.sort(people, function(a, b) return a.rank < b.rank end)
local sorted = {}
for i, p in ipairs(people) do sorted[i] = p.rank .. p.number end
local function nothing() end
s:prefer "keys" { on = "all", points = 1, when = same "unit", title = table.concat(keys, " ") }
s:prefer "sorted" { on = "all", points = 1, when = same "unit", title = table.concat(sorted, " ") }
s:prefer "texts" { on = "all", points = 1, when = same "unit",
  title = table.concat({ tostring({}), tostring(nothing), tostring(s), tostring(party), ("%s %s"):format({}, same "unit") }, " ") }
