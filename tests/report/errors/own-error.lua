local r = report { title = "x" }
error("没有可以列出的名单。")
