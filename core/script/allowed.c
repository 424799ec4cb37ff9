#include "script/allowed.h"

#include <stddef.h>

static const char *const base_names[] = {"assert", "error",    "ipairs",   "next", "pairs", "pcall",
                                         "select", "tonumber", "tostring", "type", NULL};
static const char *const math_names[] = {"abs", "acos",       "asin", "atan", "ceil", "cos", "deg",
                                         "exp", "floor",      "fmod", "huge", "log",  "max", "maxinteger",
                                         "min", "mininteger", "modf", "pi",   "rad",  "sin", "sqrt",
                                         "tan", "tointeger",  "type", "ult",  NULL};
/* Without dump: a function's bytes are nobody's business. */
static const char *const string_names[] = {"byte",    "char",  "find",   "format", "gmatch",   "gsub",
                                           "len",     "lower", "match",  "pack",   "packsize", "rep",
                                           "reverse", "sub",   "unpack", "upper",  NULL};
static const char *const table_names[] = {"concat", "insert", "move",   "pack",
                                          "remove", "sort",   "unpack", NULL};
static const char *const utf8_names[] = {"char", "charpattern", "codepoint", "codes", "len", "offset", NULL};

const struct allowed_library allowed_libraries[] = {
    {NULL, base_names},     {"math", math_names}, {"string", string_names},
    {"table", table_names}, {"utf8", utf8_names}, {NULL, NULL},
};

const char *const refused_names[] = {
    "_G",           "_VERSION", "bit32",        "collectgarbage", "coroutine",  "debug",  "dofile", "dump",
    "getmetatable", "io",       "load",         "loadfile",       "loadstring", "module", "os",     "package",
    "print",        "random",   "randomseed",   "rawequal",       "rawget",     "rawlen", "rawset", "require",
    "setfenv",      "getfenv",  "setmetatable", "warn",           "xpcall",     NULL,
};
