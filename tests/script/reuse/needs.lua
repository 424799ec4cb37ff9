-- Further columns of the roster, typed: filters, within, comparisons, functions.
local s = scheme { name = "needs", needs = { born = { "出生年月", "date" }, street = "街道", terms = { "届数", "integer" },
                                             skills = { "专业", "list" }, joined = { "入会", "date" } } }

local party = members { party = "中共" }

s:relation "by-street" { from = party, to = members() - party, within = "street" }
s:relation "by-heading" { from = party, to = members { ["街道"] = { "东街", "" } }, within = { "born", "街道" } }
s:relation "by-terms" { from = members { terms = { 1, 2 } }, to = members { terms = -3 } + members { terms = 10 } }
s:relation "by-date" { from = members { born = { "1965年3月1日", "1965.3" } }, to = members { born = "" } }
s:relation "by-list" { from = members { skills = "法律" }, to = members { skills = { "医学", "金融" } } }
s:relation "by-function" {
  from = members(function(m) return m.terms == nil end),
  to = members(function(m)
    assert(type(m.skills) == "table" and (m.terms == nil or math.type(m.terms) == "integer"))
    return m.born ~= "" and m.born < "1970" and year(m.born) == 1965 and (month(m.born) or 3) == 3 and day(m.born) ~= 2
  end),
}
s:forbid "same-skill" { on = "by-street", when = same "skills" }
s:forbid "both-terms" { on = "by-function", when = both "terms" }
s:principle "other-date" { on = "by-terms", expect = differ "born" }
s:prefer "years" { on = "by-date", points = function(a) return year(a.born) - (year(a.joined) or 1900) end }
