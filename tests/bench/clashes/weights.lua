-- Coupled: the people of 常委 count double, and nobody may carry more than 4.
local s = extends "jinhua-2022" { name = "weights" }
s:limit "weight" { title = "联系的分量至多 4", on = "liaison", per = "source", max = 4,
                   weight = function(_, b) return b.county == "市本级" and 2 or 1 end }
