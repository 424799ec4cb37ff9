#include "script/ask.h"

#include <lauxlib.h>
#include <talloc.h>

#include "base/language.h"

/* The two whom the question is about. */
static void name_ends(const struct asking *asking, int source, int target, struct end *end)
{
    bool pair = asking->relation != NULL;
    end[0] = host_end(pair ? END_SOURCE : asking->both, asking->ends_of, source);
    end[1] = host_end(pair ? END_TARGET : asking->both, pair ? asking->relation : asking->ends_of, target);
}

int ask_holds(const struct asking *asking, const struct condition *condition, int source, int target)
{
    struct host *host = asking->host;
    struct end ends[2];
    name_ends(asking, source, target, ends);
    if (condition->kind != CONDITION_FUNCTION)
        return comparison_holds(condition, host->roster, &ends[0], &ends[1]);
    lua_rawgeti(host->L, LUA_REGISTRYINDEX, condition->reference);
    return view_ask(host, asking->declaration->subject, asking->declaration->origin.line, 2, ends);
}

bool ask_number(const struct asking *asking, const struct condition *condition, int32_t lo, int32_t hi,
                int source, int target, int32_t *number)
{
    struct host *host = asking->host;
    lua_State *L = host->L;
    struct end ends[2];
    name_ends(asking, source, target, ends);
    lua_rawgeti(L, LUA_REGISTRYINDEX, condition->reference);
    int line = view_function_line(L, asking->declaration->origin.line);
    if (!view_call(host, asking->declaration->subject, 2, ends))
        return false;
    int is_whole;
    lua_Integer value = lua_tointegerx(L, -1, &is_whole);
    bool ok = lua_type(L, -1) == LUA_TNUMBER && is_whole && value >= lo && value <= hi;
    if (!ok)
        host_fault(host, line,
                   _("“%s” of %s must be a whole number between %d and %d for every pair, not %s; it was so "
                     "for %s and %s. Decimals are multiplied by 10, 100 or whatever makes them whole."),
                   asking->field, asking->declaration->subject, lo, hi, host_describe(L, -1),
                   view_person(host, host->roster, &ends[0]), view_person(host, host->roster, &ends[1]));
    else
        *number = (int32_t)value;
    lua_pop(L, 1);
    return ok;
}
