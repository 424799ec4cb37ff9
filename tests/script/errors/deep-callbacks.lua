local function deeper() return ("x"):gsub("x", deeper) end
deeper()
