-- No text shows an address; numbers and formats are Lua's own.
local function f() end
assert(tostring({}) == "table" and tostring(f) == "function" and tostring(tostring) == "function")
assert(tostring(nil) == "nil" and tostring(true) == "true" and tostring(12) == "12" and tostring(1.5) == "1.5")
assert(tostring(1e15) == "1e+15" and tostring("x") == "x")
assert(("%s %s %5.2f %d%% %q"):format({}, f, 3.14159, 7, "a\n") == "table function  3.14 7% \"a\\\n\"")
assert(("%5s|%-5s|"):format("ab", "cd") == "   ab|cd   |")
assert(("%s"):format(nil) == "nil")
assert(not pcall(string.format, "%p", f) and not pcall(string.format, "%5p", 1) and not pcall(string.format, "%s"))
assert(not pcall(string.format, "%d", 1.5) and not pcall(string.format, "%"))
assert(("abc"):upper() == "ABC" and ("x"):rep(3) == "xxx" and #("窗口") == 6 and utf8.len("窗口") == 2)
assert("10" + 1 == 11 and 10 .. "" == "10")
