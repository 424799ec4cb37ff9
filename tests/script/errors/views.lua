local s = scheme { name = "x" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
s:relation "liaison" { from = party, to = others, within = "window" }
s:relation "branch" { from = party, to = windows() }
-- Each function ends at its first fault, which names the rule and the pair.
local function rule(name, when, on) s:forbid(name) { on = on or "liaison", when = when } end
rule("misspelt", function(a, b) return a.uint == b.uint end)
rule("chinese", function(a, b) return a["单伟"] == b.unit end)
rule("further", function(a) return a["电话"] == "" end)
rule("unknown", function(a) return a.shoe_size > 40 end)
rule("method", function(a) return a:in_prty "中共" end)
rule("dot", function(a) return a.in_party "中共" end)
rule("no-text", function(a) return a:has_role() end)
rule("number", function(a) return a[1] end)
rule("assign", function(a) a.unit = "一中" end)
rule("compare", function(a, b) return a == b end)
rule("window", function(_, w) return w.county == "城区" end, "branch")
rule("window-misspelt", function(_, w) return w.fullname == "" end, "branch")
rule("window-method", function(a, w) return a.in_party(w, "中共") end, "branch")
rule("answer", function(a) return a.unit end)
rule("answer-number", function() return 0 end)
local kept
rule("keep", function(a) kept = kept or a; return a.id == "A2" and kept.unit == "" end)
rule("lua", function(a) return a.unit.name.first end)
rule("library", function(a) return a.unit:starts "一" end)
local odd = members(function(m) return m.unti == "一中" end)
local answer = members(function(m) return m.unit end)
local many = windows(function(w) return w.size > 1 end)
