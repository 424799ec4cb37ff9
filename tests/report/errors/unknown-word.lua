local r = report { title = "x" }
r:headin "y"
