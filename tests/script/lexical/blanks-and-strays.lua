local a = 1　+　　2
local b = @a $b `c` \d
local c = “”；€ 《书》 ©
local x = 1
​local y = " "
	local﻿ z = 2
