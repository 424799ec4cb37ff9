-- Every word of the language, and texts that each format must escape.
local r = report {
  name = "everything",
  label = "附件<1>",
  title = "名单 & \"一切\" <b>|*_`",
}
r:heading "一、=标题 #1"
r:heading { "(一) ", members()[1], level = 2 }
r:heading { "1. third", level = 3 }
r:paragraph "1. not a list & <script>alert('x')</script>"
r:paragraph "- not a list"
r:paragraph { "来源：", scheme.source, "；办法：", scheme.title, "；日期：", today, align = "right" }
r:paragraph { "粗体 ", 12, "/", 1.5, bold = true, align = "center" }

local liaison = relation "liaison"
local t = r:table {
  columns = { "姓名", { title = "数", width = 2, align = "right" }, { title = "说明", width = 3, align = "centre" } },
}
t:header { cell { "标题二", columns = 2, align = "left" }, "第三列" }
for _, m in ipairs(liaison.sources) do
  local mine = liaison:targets_of(m)
  for k = 1, math.max(#mine, 1) do
    local last = mine[k] and { mine[k], "（", mine[k].sector, "，", join(mine[k].party, "+"), "）" } or ""
    if k == 1 then
      local rows = math.max(#mine, 1)
      t:row { cell { lines { m, m.id }, rows = rows }, cell { #mine, rows = rows, bold = #mine > 1 }, last }
    else
      t:row { last }
    end
  end
end
t:row { cell { "合计", bold = true, align = "centre" }, cell { lines { "=1+1", "@b" }, columns = 2, align = "right" } }
t:row { "-1", "+2", "@3" }
t:row { "'a'", "a,b;\"c\"", "a | b \\ c" }

r:page_break()
local bare = r:table { columns = { { width = 1 }, { width = 2 } } } -- no titles: no headings
for _, w in ipairs(windows()) do
  bare:row { w, join(w.members, "、", function(m) return { m, m["备注"] } end) }
end
bare:row { window("甲").full_name, tostring(window "甲" == by_order { window "乙", window "甲" }[2]) }
