assert(#members() > 100, "名册不到 100 人")
