local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others }
local function rule(name, when) s:forbid(name) { on = "liaison", when = when } end
-- Variables outside of the function
local asked, text, nothing, ratio = 0, "", nil, 0 / 0
rule("counts", function() asked = asked + 1; return asked > 3 end)
rule("becomes-a-fraction", function() asked = 0.0 end)
rule("keeps-text", function(a) text = a.unit end)
rule("sets-what-was-empty", function(a) nothing = a.unit end)
rule("may-keep-no-number", function() ratio = 0 / 0; return ratio == 1 end)
local function count() asked = asked + 1 end
rule("through-another", function() count() end)
rule("in-pcall", function() pcall(count) end)
rule("through-a-closure", function() (function() asked = 7 end)() end)
-- Tables outside of the function
local seen, list, deep = {}, { 3, 1, 2 }, { inner = { {} } }
local lib = { table = list }
function lib.add(x) lib.last = x end
rule("sets", function(a) seen[a.id] = true end)
rule("sets-anew", function() list[1] = 4 end)
rule("clears", function() list[1] = nil end)
rule("inserts", function(a) table.insert(list, a.id) end)
rule("removes", function() table.remove(list) end)
rule("sorts", function() table.sort(list) end)
rule("moves", function() table.move({ 1 }, 1, 1, 1, list) end)
rule("deep", function(a) deep.inner[1].x = a.unit end)
rule("library", function(a) lib.add(a.id) end)
rule("of-the-library", function() lib.table[4] = 1 end)
rule("of-a-call", function() local t = { list }; t[1][1] = 0 end)
rule("iterated", function() for _, t in pairs(deep) do t[1] = 0 end end)
rule("keyed-by-member", function(a) return seen[a] end)
local _, state = pairs(list)
rule("state-of-pairs", function() state[1] = 5 end)
rule("state-of-pairs-inside", function() local _, t = pairs(list); t[1] = 5 end)
rule("library-of-lua", function() local _, t = pairs(string); t.rep = 1 end)
-- What goes on from call to call
local step, word = pairs(list), string.gmatch("a b c", "%a")
rule("iterator", function() return step() == 1 end)
rule("words", function() return word() == "a" end)
local steps = { pairs(list) }
rule("iterator-in-a-table", function() return steps[1]() == 1 end)
-- Words of the scheme
local members, forbid = members, s.forbid
local waiting = s:forbid "late-fields"
rule("set", function(a) return #members { unit = a.unit } > 1 end)
rule("declares", function() forbid(s, "late") { on = "liaison", when = same "unit" } end)
rule("method", function() s:stages { "principle" } end)
rule("fields", function() waiting { on = "liaison", when = same "unit" } end)
rule("scheme", function() scheme { name = "y" } end)
rule("environment", function() _ENV = { pairs = pairs } end)
rule("reads-what-another-changed", function() return asked > 0 end)
s:cover "counted" { of = others, by = "liaison", times = function() asked = asked + 1; return asked end }
