-- 联系名单：办法里每一类联系，谁联系谁。哪个办法都能用，不论对象是委员、窗口还是组。
-- Every relation of any scheme: who contacts whom; with ids, because offices look people up by them.

local r = report { name = "list", title = "联系名单" }

local target_titles = { members = "联系对象", windows = "联系窗口", groups = "联系的组" }

local function person(m) return { m, " ", m.id } end

local function shown(kind, target)
  if kind.to == "members" then return person(target) end
  return target.name
end

-- one row a source that contacts somebody; the others are named below
local function pairs_of(kind)
  local t = r:table {
    columns = {
      { title = "联系人", width = 30 }, { title = "个数", width = 10, align = "right" },
      { title = target_titles[kind.to], width = 100 },
    },
  }
  local idle, count, sources = {}, 0, 0
  for _, m in ipairs(kind.sources) do
    local mine = kind:targets_of(m)
    if #mine > 0 then
      t:row { person(m), #mine, join(mine, "、", function(target) return shown(kind, target) end) }
      count, sources = count + #mine, sources + 1
    else
      idle[#idle + 1] = m
    end
  end
  t:row { cell { "合计 " .. sources .. " 名", bold = true }, cell { count, bold = true }, "" }
  return idle
end

local function left_out(kind)
  local list = {}
  for _, target in ipairs(kind.targets) do
    if #kind:sources_of(target) == 0 then list[#list + 1] = target end
  end
  return list
end

r:paragraph { "办法：", scheme.title }
for _, kind in ipairs(relations()) do
  r:heading { kind.title, kind.clause ~= "" and "（" .. kind.clause .. "）" or "" }
  local idle, without = pairs_of(kind), left_out(kind)
  if #idle > 0 then
    r:paragraph { "没有联系任务的 ", #idle, " 名：", join(idle, "、", person), "。" }
  end
  if #without > 0 then
    r:paragraph {
      "这一类里没有人联系的 ", #without, " 个：", join(without, "、", function(target) return shown(kind, target) end), "。",
    }
  end
end
if today ~= "" then r:paragraph { today, align = "right" } end
