-- Numbers first, then texts byte by byte, then false and true; deleting on the way is allowed.
local t = { b = 1, a = 2, [3] = 3, [-7] = 4, [2.5] = 5, [true] = 6, [false] = 7, ["3"] = 8, [1e300] = 9,
  [math.maxinteger] = 10, [math.mininteger] = 11, [-1e300] = 12, [2^53] = 13, [2^53 + 0.0] = 14, [2.25] = 15, ["é"] = 16, [""] = 17 }
local function walk(iterator, state, first)
  local seen = {}
  for k, v in iterator, state, first do
    assert(t[k] == v)
    seen[#seen + 1] = type(k) == "string" and "'" .. k .. "'" or tostring(k)
  end
  return table.concat(seen, " ")
end
local order = "-1e+300 -9223372036854775808 -7 2.25 2.5 3 9007199254740992 9223372036854775807 1e+300 '' '3' 'a' 'b' 'é' false true"
assert(walk(pairs(t)) == order, walk(pairs(t)))
assert(walk(next, t) == order)
local left = 0
for k in pairs(t) do
  t[k] = nil
  t.a, t.b = nil, nil
  left = left + 1
end
assert(left == 14 and next(t) == nil)
-- What has an order of its own keeps it.
local list = {}
for i = 1, 100 do list[i] = i end
local last = 0
for i, v in pairs(list) do assert(i == v and i == last + 1); last = i end
assert(next({}, nil) == nil and next({ 1 }, 1) == nil and next({ 5 }) == 1)
-- A key that is gone, or never was, does not stop next.
assert(next({ a = 1, c = 2 }, "b") == "c")
assert(not pcall(pairs, nil) and not pcall(pairs) and not pcall(pairs, "text"))
assert(not pcall(next, { [{}] = 1 }) and not pcall(pairs, { [function() end] = 1 }))
