-- harmless: pairs would come in the order of a hash seed
local s = scheme { name = "hostile" }
s:relation "r" { from = members(), to = windows(), load = 1 }
local t, order = {}, ""
for i = 1, 100 do t["k" .. i * 7919 % 101] = i end
for k in pairs(t) do order = order .. k end
local weight = 0
for c in order:gmatch "%d" do weight = (weight * 31 + tonumber(c)) % 997 end
s:prefer "p" { on = "r", points = function(a, b) return (weight + #a.name * #b.name) % 17 + 1 end }
