local s = scheme { name = "slips"，title = "x" }
if 1 != 2 then end
