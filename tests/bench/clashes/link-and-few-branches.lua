-- Coupled: every head and every 无党派, religious and sector head stands in a branch of the leader, and a leader has two at most.
local s = extends "jinhua-2022" { name = "link-and-few-branches" }
s:amend "branch" { load = { 2, 4 } }
s:link "own-heads" { title = "只联系所联系窗口的人", on = { "sector_head", "heads", "unaffiliated", "religious" }, to = "branch" }
s:limit "one-window" { title = "组长和副主任都在同一窗口", on = "heads", per = "source", by = "window", min = 2 }
