local s = scheme { name = "syntax" 
s:relation
