-- 附件 1：市政协党组成员联系相关界别党员委员和党外委员名单（金政协党组〔2022〕8号）。
-- One row a leader, six columns in the order of the document. Ids are for the office and never printed here.

local r = report {
  name = "annex1",
  label = "附件1",
  title = "市政协党组成员联系相关界别党员委员和党外委员名单",
  landscape = true,
}

local branch       = relation "branch"
local sector_head  = relation "sector_head"
local heads        = relation "heads"
local unaffiliated = relation "unaffiliated"
local religious    = relation "religious"

-- "民建: 陈琳"; a deputy head of a special committee by that post instead: "经济委副主任(兼): 倪捷"
local function with_sector(m)
  local before = m.sector
  if m:has_role "专委会副主任" and m.post ~= "" then before = m.post end
  return before == "" and m or { before, ": ", m }
end

-- the people one under the other
local function people(list, what)
  local cell_lines = {}
  for i, m in ipairs(list) do cell_lines[i] = what and what(m) or m end
  return lines(cell_lines)
end

-- whoever is a leader by the scheme, or has any of the five kinds of contact in the plan
local function all_leaders()
  local seen, leaders = {}, {}
  for _, kind in ipairs { branch, sector_head, heads, unaffiliated, religious } do
    for _, m in ipairs(kind.sources) do
      if not seen[m.id] then
        seen[m.id] = true
        leaders[#leaders + 1] = m
      end
    end
  end
  return by_order(leaders)
end

local t = r:table {
  columns = {
    { title = "市政协党组成员", width = 18, align = "centre" },
    { title = "党员委员履职临时党支部", width = 92 },
    { title = "界别党员委员", width = 36 },
    { title = "党外界别活动组组长或专委会副主任", width = 49 },
    { title = "无党派人士", width = 15, align = "centre" },
    { title = "宗教界委员", width = 15, align = "centre" },
  },
}

for _, leader in ipairs(all_leaders()) do
  t:row {
    leader,
    join(branch:targets_of(leader), "、", "full_name"),
    people(sector_head:targets_of(leader), with_sector),
    people(heads:targets_of(leader), with_sector),
    people(unaffiliated:targets_of(leader)),
    people(religious:targets_of(leader)),
  }
end
