-- What a rule reads outside of itself looks as it did while the script ran; a rule's own tables are its own.
local s = scheme { name = "captured" }
local party, others = members { party = "中共" }, members() - members { party = "中共" }
local weight = { ["一中"] = 2, deep = { list = { "b", "a", "c" }, [2.5] = true } }
local list, empty = { 3, 1, 2 }, {}
local bounds = { A1 = { 1, 2 }, other = { max = 3 } }
local function sum(t) local n = 0; for _, x in ipairs(t) do n = n + x end; return n end
local helpers = { sum = sum, self = list }
helpers.helpers = helpers

s:relation "liaison" { from = party, to = others, load = function(m) return bounds[m.id] or bounds.other end }
s:prefer "reads" { on = "liaison", points = function(a, b)
    assert(#list == 3 and #empty == 0 and next(empty) == nil and #weight == 0)
    assert(table.concat(list, ",") == "3,1,2" and select("#", table.unpack(list)) == 3)
    assert(helpers.sum(list) == 6 and helpers.helpers.helpers == helpers and helpers.self == list)
    local keys = {}
    for key, value in pairs(weight) do keys[#keys + 1] = key; assert(value == weight[key]) end
    assert(table.concat(keys, " ") == "deep 一中")
    local key, value = next(weight.deep)
    assert(key == 2.5 and value == true and next(weight.deep, 2.5) == "list")
    assert(tostring(list) == "table" and type(list) == "table" and list[4] == nil)
    assert(("x"):gsub("x", { x = "y" }) == "y" and ("一中"):gsub(".+", weight) == "2")
    local copy = table.move(list, 1, #list, 1, {})
    table.sort(copy)
    assert(table.concat(copy, ",") == "1,2,3" and list[1] == 3)
    local own = { [a] = 1, [b] = 2 }
    own.list = list
    assert(own[a] == 1 and not pcall(function() own.list[1] = 0 end) and list[1] == 3)
    local words = {}
    for word in ("p q"):gmatch("%a") do words[#words + 1] = word end
    assert(#words == 2)
    return (weight[a.unit] or 0) + (weight[b.unit] or 0)
end }
