-- Cells that cannot be read as their type: faults of the roster, all of them, and those of the scheme too.
local s = scheme { name = "cells", needs = { born = { "生日", "date" }, terms = { "届数", "integer" } } }
s:relation "r" { from = members { born = "1965.13" }, to = members(function(m) return month(m.terms) end) }
