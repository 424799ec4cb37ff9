local r = reprot { title = "x" }
