-- 各窗口党员委员联系党外委员名单：what each window keeps, and files with the office (办法 四2).
-- Every relation that stays within windows, window by window; with ids, because offices look people up by them.

local r = report { name = "windows", title = "各窗口党员委员联系党外委员名单", landscape = true }

local function is_within_window(kind)
  for _, column in ipairs(kind.within) do
    if column == "window" then return kind.to == "members" end
  end
  return false
end

local kinds = {}
for _, kind in ipairs(relations()) do
  if is_within_window(kind) then kinds[#kinds + 1] = kind end
end
if #kinds == 0 then
  error("办法“" .. scheme.title .. "”没有限于本窗口的联系类别，所以没有可以按窗口列出的名单。请用：tongxin report list")
end

-- who contacts and who is contacted, in the words that are true of them
local function words_of(kind)
  for _, m in ipairs(kind.sources) do
    if not m:in_party "中共" then return { "联系人", "联系对象" } end
  end
  for _, m in ipairs(kind.targets) do
    if m:in_party "中共" then return { "联系人", "联系对象" } end
  end
  return { "党员委员", "党外委员" }
end

-- by window's name: the members of one side of a relation, in the order on paper
local function by_window(list)
  local groups = {}
  for _, m in ipairs(list) do
    groups[m.window] = groups[m.window] or {}
    table.insert(groups[m.window], m)
  end
  return groups
end

-- what a table and the summary say of one window
local function read_window(kind, sources)
  local found = { sources = sources, targets = 0 }
  for i, m in ipairs(sources) do
    local mine = kind:targets_of(m)
    found[i] = mine
    found.targets = found.targets + #mine
    found.most = math.max(found.most or 0, #mine)
    found.least = math.min(found.least or #mine, #mine)
  end
  return found
end

local function read_windows(kind)
  local groups, found = by_window(kind.sources), {}
  for _, w in ipairs(windows()) do found[w.name] = read_window(kind, groups[w.name] or {}) end
  found[""] = read_window(kind, groups[""] or {}) -- who is in no window, and may contact by another column
  return found
end

local function summary(found, words)
  local t = r:table {
    columns = {
      { title = "窗口", width = 30 },
      { title = words[1], width = 14, align = "right" },
      { title = words[2] == "党外委员" and "联系党外委员" or words[2], width = 13, align = "right" },
      { title = "最多联系", width = 14, align = "right" },
      { title = "最少联系", width = 14, align = "right" },
    },
  }
  local sources, targets, most, least = 0, 0, 0, nil
  local all = windows()
  if #found[""].sources > 0 then all[#all + 1] = { name = "" } end
  for _, w in ipairs(all) do
    local one = found[w.name]
    t:row { w.name == "" and "没有窗口的" or w, #one.sources, one.targets, one.most or "", one.least or "" }
    sources, targets = sources + #one.sources, targets + one.targets
    most = math.max(most, one.most or 0)
    if one.least then least = math.min(least or one.least, one.least) end
  end
  local function total(value) return cell { value, bold = true } end
  t:row { total "合计", total(sources), total(targets), total(most), total(least or "") }
end

local function one_window(found, words)
  local t = r:table {
    columns = {
      { title = words[1], width = 30 }, { title = "界别", width = 24 }, { title = "单位", width = 52 },
      { title = "人数", width = 13, align = "centre" },
      { title = words[2], width = 30 }, { title = "界别", width = 24 }, { title = "单位", width = 52 },
    },
  }
  local function person(m) return { m, " ", m.id } end
  for i, m in ipairs(found.sources) do
    local mine = found[i]
    local rows = math.max(#mine, 1)
    for k = 1, rows do
      local target = mine[k]
      local row = {}
      if k == 1 then
        row = {
          cell { person(m), rows = rows }, cell { m.sector, rows = rows }, cell { m.unit, rows = rows },
          cell { #mine, rows = rows },
        }
      end
      row[#row + 1] = target and person(target) or ""
      row[#row + 1] = target and target.sector or ""
      row[#row + 1] = target and target.unit or ""
      t:row(row)
    end
  end
  t:row {
    cell { "合计", bold = true },
    cell { words[1] .. " " .. #found.sources .. " 名", columns = 2 },
    cell { found.targets, bold = true },
    cell { words[2] .. " " .. found.targets .. " 名", columns = 3 },
  }
end

-- who of the window is in contact with somebody by another relation instead, and who with nobody
local function other_contacts(kind, target)
  local contacts = {}
  for _, other in ipairs(relations()) do
    if other.name ~= kind.name and other.to == "members" then
      for _, m in ipairs(other:sources_of(target)) do contacts[#contacts + 1] = m end
    end
  end
  return contacts
end

local function the_others(kind, targets)
  local elsewhere, nobody, outside = {}, {}, {}
  for _, m in ipairs(targets) do
    for _, source in ipairs(kind:sources_of(m)) do
      if source.window ~= m.window then
        outside[#outside + 1] = { m.name, "（", source, source.window ~= "" and " " .. source.window or "", "）" }
      end
    end
    if #kind:sources_of(m) == 0 then
      local contacts = other_contacts(kind, m)
      if #contacts > 0 then
        elsewhere[#elsewhere + 1] = { m.name, "（", join(contacts, "、", "name"), "）" }
      else
        nobody[#nobody + 1] = m.name .. " " .. m.id
      end
    end
  end
  if #outside > 0 then r:paragraph { "由别的窗口的人联系，列在那个窗口（括号里是联系人）：", join(outside, "、"), "。" } end
  if #elsewhere > 0 then r:paragraph { "由其他类别联系，不在表内（括号里是联系人）：", join(elsewhere, "、"), "。" } end
  if #nobody > 0 then r:paragraph { "没有联系人：", join(nobody, "、"), "。" } end
end

-- pairs of relations that go by no window stand in no table above: that is said, with their number
local function not_shown()
  local others = {}
  for _, kind in ipairs(relations()) do
    if not is_within_window(kind) then
      local count = 0
      for _, m in ipairs(kind.sources) do count = count + #kind:targets_of(m) end
      others[#others + 1] = kind.title .. " " .. count .. " 对"
    end
  end
  if #others > 0 then
    r:paragraph { "不限于本窗口的联系类别不在本表：", join(others, "、"), "；见《联系名单》。" }
  end
end

for _, kind in ipairs(kinds) do
  local found, targets, words = read_windows(kind), by_window(kind.targets), words_of(kind)
  r:heading { kind.title }
  summary(found, words)
  for _, w in ipairs(windows()) do
    if #found[w.name].sources > 0 or targets[w.name] then
      r:heading { w.full_name, level = 2 }
      if #found[w.name].sources > 0 then one_window(found[w.name], words) end
      the_others(kind, targets[w.name] or {})
    end
  end
  if #found[""].sources > 0 or targets[""] then
    r:heading { "没有窗口的", level = 2 }
    if #found[""].sources > 0 then one_window(found[""], words) end
    the_others(kind, targets[""] or {})
  end
end
not_shown()
if today ~= "" then r:paragraph { today, align = "right" } end
