local r = report { title = "x" }
local a = relation "liaison"
a.targets_of(members()[1])
