-- harmless: texts that HTML, Markdown or a spreadsheet would take for more
local r = report { title = "<b>&amp;\"" }
local t = r:table { columns = { "=1+1", "<th>" } }
t:row { "=cmd|' /C calc'!A0", "</td><script>alert(1)</script>" }
t:row { "+1", "-1" }
t:row { "@SUM(A1)", "| a | b |" }
r:paragraph "# no heading, *no emphasis*, [no link](javascript:alert(1))"
