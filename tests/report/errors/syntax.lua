local r = report { title = "x" 

r:heading "y"
