-- What cannot be left out.
local s = scheme {}
s:relation "r" {}
s:cover "c" {}
s:forbid "f" {}
s:principle "p" {}
s:prefer "q" {}
s:link "l" {}
