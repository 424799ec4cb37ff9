-- A chain of three; the outermost value of a parameter is the usual one.
params { most = 5 }
local s = extends("base-middle")
s:amend("county", { points = 7 })
s:amend "everyone" { times = { 0, 1 } }
s:remove { "own", "same-unit" }
