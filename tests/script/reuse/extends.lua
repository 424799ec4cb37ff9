-- Replaced, amended, removed and new; the rest is the base's.
local s = extends "base.lua" { name = "county", title = "本县", needs = { street = "街道" } }

s:amend "liaison" { load = { 0, 3 }, within = "street" }
s:forbid "same-unit" { on = "liaison", title = "同街道回避", when = both "born" }
s:principle "county" { on = "all", expect = differ "county" }
s:remove "own"
s:relation "extra" { from = s:from "liaison" - members { id = "A3" }, to = s:to "liaison" * members { street = "东街" } }
s:stages { "coverage", "principle", "change" }
