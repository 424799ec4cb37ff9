-- pcall catches what a script can catch, with places; what it catches is a value like any other.
local ok, why = pcall(error, "plain", 0)
assert(not ok and why == "plain")
ok, why = pcall(function() error("placed") end)
assert(not ok and why == "errors.lua:4: placed", why)
ok, why = pcall(function() local t; return t.x end)
assert(not ok and why:find("errors.lua:6: attempt to index a nil value", 1, true), why)
ok, why = pcall(error, { code = 7 })
assert(not ok and why.code == 7)
assert(select("#", pcall(function() return 1, nil, nil end)) == 4)
ok, why = pcall(assert, false, "said")
assert(not ok and why == "said")
assert(assert(7, "unused") == 7 and select("#", assert(1, 2, 3)) == 3)
assert(not pcall(assert) and not pcall(pcall))
local depth = 0
local function nest() depth = depth + 1; local good, what = pcall(nest); return good, what end
nest()
assert(depth > 50)
