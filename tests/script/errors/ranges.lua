-- load, cover and times: n, { min, max }, { min = n }, { max = n }.
local s = scheme { name = "x" }
local set = members()
local function try(name, load) s:relation(name) { from = set, to = set, load = load } end
try("decimal", 1.5)
try("negative", -1)
try("text", "2")
try("upside-down", { 4, 2 })
try("one-number", { 2 })
try("three-numbers", { 1, 2, 3 })
try("empty", {})
try("both-ways", { 1, 2, max = 3 })
try("unknown-name", { least = 1 })
try("with-points", { 1, 2, points = 1 })
try("no-upper-end", { math.huge, math.huge })
try("too-large", 1e10)
try("function", function(m) return m.id == "A3" and 1.5 or 1 end)
try("function-of-nothing", function() end)
try("function-fails", function(m) return m.uint end)
s:cover "c" { of = set, by = "function-of-sets", times = function(m) return { 2, 1 } end }
s:relation "function-of-sets" { from = set, to = set }

