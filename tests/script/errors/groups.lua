-- What is wrong with groups.
local s = scheme { name = "groups" }
local party = members { party = "中共" }
local mixed = groups "county" + groups "sector"
local named = groups("county", { "城区", "乡里" })
local none = groups(3)
local odd = groups("county", 3)
local windowed = windows() + groups "county"
s:relation "roles" { from = party, to = groups "role" }
s:relation "one" { from = groups "county", to = party }
s:prefer "method" { on = "roles", points = 1, when = function(a, b) return b:in_party "中共" end }
s:prefer "field" { on = "roles", points = 1, when = function(a, b) return b.members end }
