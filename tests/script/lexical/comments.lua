－－ 全角减号
—— 破折号
// 说明
local a = 7 // 2 // 说明
# 说明
local b = #党员
/* 说明
   还有，说明 */ local c = 1 //2
-- ok --[[ no long comment
/* to the end of the line
local d = 3 /* 4
