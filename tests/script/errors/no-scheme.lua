-- A file with sets and nothing else.
local everybody = members()
