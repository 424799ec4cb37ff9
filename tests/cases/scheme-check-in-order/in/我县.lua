local p = params { max_load = { 10, 1, 10, title = "每人至多联系" }, by_window = { true, title = "限于本窗口" } }
local s = extends "jinhua-2022" { name = "my-county", title = "某县政协联系工作" }
s:amend "liaison" { load = { 0, p.max_load }, within = p.by_window and "window" or "county" }
