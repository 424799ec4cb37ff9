-- What luacheck takes for granted in scripts/: the allow list of core/script/allowed.c (a test compares the two) and
-- the words that the host adds.
stds.sandbox = {
  read_globals = {
    "assert", "error", "ipairs", "next", "pairs", "pcall", "select", "tonumber", "tostring", "type",
    math = { fields = {
      "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod", "huge", "log", "max", "maxinteger",
      "min", "mininteger", "modf", "pi", "rad", "sin", "sqrt", "tan", "tointeger", "type", "ult",
    } },
    string = { fields = {
      "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "pack", "packsize", "rep",
      "reverse", "sub", "unpack", "upper",
    } },
    table = { fields = { "concat", "insert", "move", "pack", "remove", "sort", "unpack" } },
    utf8 = { fields = { "char", "charpattern", "codepoint", "codes", "len", "offset" } },
  },
}

stds.scheme = {
  read_globals = { "scheme", "extends", "params", "members", "windows", "groups", "same", "differ", "both", "year", "month", "day" },
}

stds.report = {
  read_globals = {
    "report", "relation", "relations", "members", "windows", "window", "scheme", "today", "lines", "cell", "by_order",
    "join",
  },
}

std = "sandbox"
max_line_length = 120
files["scripts/schemes"] = { std = "+scheme" }
files["scripts/reports"] = { std = "+report" }
exclude_files = { "tests/script" } -- scripts that are wrong on purpose
