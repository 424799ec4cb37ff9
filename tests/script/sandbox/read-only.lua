-- Nothing that scripts share can be changed, by no name and no way round.
local function refused(f, words)
  local ok, why = pcall(f)
  assert(not ok and why:find(words, 1, true), why)
end
refused(function() string.rep = nil end, "“string” cannot be changed")
refused(function() math.pi = 3 end, "“math” cannot be changed")
refused(function() table.sort = function() end end, "“table” cannot be changed")
refused(function() table.insert(string, "x") end, "“string” cannot be changed")
refused(function() table.sort(string) table.move({ 1 }, 1, 1, 1, table) end, "“table” cannot be changed")
refused(function() fresh = 1 end, "“fresh” is set without “local”") -- luacheck: ignore
refused(function() string = nil end, "“string” is a word of the language") -- luacheck: ignore
refused(function() _ENV.pairs = nil end, "“pairs” is a word of the language")
refused(function() return fresh end, "There is no “fresh”") -- luacheck: ignore
refused(function() return getmetatable("") end, "“getmetatable” does not exist for scripts")
refused(function() return ("x").y.z end, "“string” has no “y”")
refused(function() ("x").y = 1 end, "attempt to index a string value")
for name in pairs(_ENV) do
  for _, door in ipairs { "getmetatable", "setmetatable", "rawset", "rawget", "load", "require", "xpcall", "coroutine" } do
    assert(name ~= door)
  end
end
assert(#string == 0 and string.rep("x", 2) == "xx" and ("x"):rep(2) == "xx")
-- A local of the same name is the script's own affair.
local string = { rep = function() return "own" end } -- luacheck: ignore
assert(string.rep() == "own" and ("x"):rep(2) == "xx")
do
  local _ENV = { assert = assert }
  x = 1
  assert(x == 1)
end
