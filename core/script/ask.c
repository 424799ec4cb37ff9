#include "script/ask.h"

#include <lauxlib.h>
#include <talloc.h>

#include "base/language.h"

static enum target_kind other_kind(const struct asking *asking)
{
    return asking->relation ? asking->relation->target_kind : TARGET_MEMBER;
}

int ask_holds(const struct asking *asking, const struct condition *condition, int source, int target)
{
    struct host *host = asking->host;
    const enum target_kind kinds[] = {TARGET_MEMBER, other_kind(asking)};
    const int ends[] = {source, target};
    if (condition->kind != CONDITION_FUNCTION)
        return comparison_holds(condition, host->roster, kinds[1], source, target);
    lua_rawgeti(host->L, LUA_REGISTRYINDEX, condition->reference);
    return view_ask(host, asking->declaration->subject, asking->declaration->origin.line, 2, kinds, ends);
}

bool ask_number(const struct asking *asking, const struct condition *condition, int32_t lo, int32_t hi,
                int source, int target, int32_t *number)
{
    struct host *host = asking->host;
    lua_State *L = host->L;
    const enum target_kind kinds[] = {TARGET_MEMBER, other_kind(asking)};
    const int ends[] = {source, target};
    lua_rawgeti(L, LUA_REGISTRYINDEX, condition->reference);
    int line = view_function_line(L, asking->declaration->origin.line);
    if (!view_call(host, asking->declaration->subject, 2, kinds, ends))
        return false;
    int is_whole;
    lua_Integer value = lua_tointegerx(L, -1, &is_whole);
    bool ok = lua_type(L, -1) == LUA_TNUMBER && is_whole && value >= lo && value <= hi;
    if (!ok)
        host_fault(host, line,
                   _("“%s” of %s must be a whole number between %d and %d for every pair, not %s; it was so "
                     "for %s and %s. Decimals are multiplied by 10, 100 or whatever makes them whole."),
                   asking->field, asking->declaration->subject, lo, hi, host_describe(L, -1),
                   view_person(host, host->roster, kinds[0], source),
                   view_person(host, host->roster, kinds[1], target));
    else
        *number = (int32_t)value;
    lua_pop(L, 1);
    return ok;
}
