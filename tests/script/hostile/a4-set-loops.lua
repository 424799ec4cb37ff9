-- fails: a set whose condition never ends
local s = scheme { name = "hostile" }
local some = members(function(m)
  while true do end
end)
