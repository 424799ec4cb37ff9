-- A set of groups whose column is misspelt joins another one: one fault, and nothing that only follows from it.
local s = scheme { name = "groups-misspelt" }
local mixed = groups "county" + groups "sectop"
local again = groups "sectop" * mixed - groups "county"
s:relation "r" { from = members(), to = again }
