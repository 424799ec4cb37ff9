-- Everything that can be reached by name, told to the host through `see`.
local function walk(path, value, depth)
  see(path, type(value))
  if type(value) == "table" and depth < 4 then
    for key, inner in pairs(value) do
      walk(path .. "." .. tostring(key), inner, depth + 1)
    end
  end
end
for name, value in pairs(_ENV) do
  if name ~= "see" then
    walk(name, value, 1)
  end
end
