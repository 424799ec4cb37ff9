report { title = "x" }
report { title = "y" }
