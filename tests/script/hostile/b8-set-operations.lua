-- fails: sets joined for ever
local s = scheme { name = "hostile" }
local set = members()
while true do set = set + members { party = "中共" } * set - set end
