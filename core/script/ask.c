#include "script/ask.h"

#include <lauxlib.h>
#include <talloc.h>

#include "base/language.h"
#include "script/trace.h"
#include "script/trace_table.h"

static void find_kinds(const struct asking *asking, struct end kind[PAIR_ENDS])
{
    const struct relation *of = asking->relation ? asking->relation : asking->targets_of;
    struct end target = of ? end_target(of, 0) : end_source(0);
    kind[END_SOURCE] = asking->relation ? end_source(0) : target;
    kind[END_TARGET] = target;
}

static struct trace *find_trace(const struct asking *asking, const struct condition *condition,
                                const struct question *question)
{
    struct trace wanted = {.host = asking->host,
                           .declaration = asking->declaration,
                           .field = asking->field,
                           .reference = condition->reference,
                           .question = *question,
                           .has_row = asking->relation != NULL};
    find_kinds(asking, wanted.kind);
    struct trace *trace = trace_of(asking->host, &wanted);
    if (!trace)
        error_add_memory(asking->host->error);
    return trace;
}

/* Reads the number that the function left above itself, and pops both. */
static bool read_number(const struct trace *trace, const struct end *end, int32_t *number)
{
    struct host *host = trace->host;
    lua_State *L = host->L;
    const struct question *question = &trace->question;
    int is_whole;
    lua_Integer value = lua_tointegerx(L, -1, &is_whole);
    bool ok = lua_type(L, -1) == LUA_TNUMBER && is_whole && value >= question->lo && value <= question->hi;
    if (!ok) {
        const char *found = host_describe(L, -1);
        lua_pop(L, 1);
        int line = view_function_line(L, trace->declaration->origin.line);
        host_fault(host, line,
                   _("“%s” of %s must be a whole number between %d and %d for every pair, not %s; it was so "
                     "for %s and %s. Decimals are multiplied by 10, 100 or whatever makes them whole."),
                   trace->field, trace->declaration->subject, question->lo, question->hi, found,
                   view_person(host, host->roster, &end[0]), view_person(host, host->roster, &end[1]));
    } else {
        *number = (int32_t)value;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return ok;
}

static bool learn(struct trace *trace, const struct ends *ends, const struct call *call, int32_t answer)
{
    struct host *host = trace->host;
    bool impure;
    if (!trace_learn(trace, ends, answer, &impure)) {
        error_add_memory(host->error);
        return false;
    }
    if (!impure)
        return true;
    int faults = host->error->count;
    host_fault(
        host, trace->declaration->origin.line,
        _("The function reads one thing for one pair and another for the next although both are alike in "
          "all that it had read. Please let it depend on the two ends alone."));
    view_complete_faults(host, faults, call->subject, call->count, call->end);
    return false;
}

bool ask_function(struct trace *trace, const struct ends *ends, int32_t *answer)
{
    struct end end[PAIR_ENDS] = {trace->kind[END_SOURCE], trace->kind[END_TARGET]};
    for (int i = 0; i < PAIR_ENDS; i++)
        end[i].index = ends->index[i];
    const struct call call = {.subject = trace->declaration->subject,
                              .count = PAIR_ENDS,
                              .end = end,
                              .trace = trace,
                              .has_row = trace->has_row,
                              .row = ends->index[PLACE_ROW]};
    lua_rawgeti(trace->host->L, LUA_REGISTRYINDEX, trace->reference);
    trace_begin(trace);
    if (!view_run(trace->host, &call))
        return false;
    if (trace->question.is_number) {
        if (!read_number(trace, end, answer))
            return false;
    } else {
        *answer = view_answer(trace->host, &call, trace->declaration->origin.line);
        if (*answer < 0)
            return false;
    }
    return learn(trace, ends, &call, *answer);
}

/* One pair: what is remembered of it, or a call. */
static bool ask_one(const struct asking *asking, const struct condition *condition,
                    const struct question *question, int source, int target, int32_t *answer)
{
    struct trace *trace = find_trace(asking, condition, question);
    if (!trace)
        return false;
    const struct ends ends = {{source, target, pair_row_of(trace->rows, source, target)}};
    trace->pairs++;
    return trace_knows(trace, &ends, answer) || ask_function(trace, &ends, answer);
}

static bool prepare(const struct asking *asking, const struct condition *condition, struct compared *compared)
{
    struct end kind[PAIR_ENDS];
    find_kinds(asking, kind);
    if (comparison_prepare(asking->host, condition, &kind[END_SOURCE], &kind[END_TARGET], compared))
        return true;
    error_add_memory(asking->host->error);
    return false;
}

int ask_holds(const struct asking *asking, const struct condition *condition, int source, int target)
{
    struct compared compared;
    int32_t answer;
    asking->host->earned += EARNED_BY_COMPARISON;
    if (condition->kind != CONDITION_FUNCTION)
        return prepare(asking, condition, &compared) ? comparison_holds(&compared, source, target) : -1;
    if (!ask_one(asking, condition, &(struct question){false, 0, 1}, source, target, &answer))
        return -1;
    return (int)answer;
}

bool ask_number(const struct asking *asking, const struct condition *condition, int32_t lo, int32_t hi,
                int source, int target, int32_t *number)
{
    return ask_one(asking, condition, &(struct question){true, lo, hi}, source, target, number);
}

bool ask_all_hold(const struct asking *asking, const struct condition *condition, bool only_some, int32_t yes,
                  int32_t no, int32_t *values)
{
    const struct relation *relation = asking->relation;
    struct compared compared;
    asking->host->earned += (int64_t)EARNED_BY_PAIR * relation->pairs;
    if (condition->kind == CONDITION_FUNCTION) {
        struct trace *trace = find_trace(asking, condition, &(struct question){false, 0, 1});
        return trace && trace_fill(trace, relation, only_some, &(const int32_t[]){no, yes}[0], values);
    }
    if (!prepare(asking, condition, &compared))
        return false;
    for (int p = 0; p < relation->pairs; p++)
        if (!only_some || values[p] != 0)
            values[p] =
                comparison_holds(&compared, relation->pair_source[p], relation->pair_target[p]) ? yes : no;
    return true;
}

bool ask_all_numbers(const struct asking *asking, const struct condition *condition, bool only_some,
                     int32_t lo, int32_t hi, int32_t *values)
{
    asking->host->earned += (int64_t)EARNED_BY_PAIR * asking->relation->pairs;
    struct trace *trace = find_trace(asking, condition, &(struct question){true, lo, hi});
    return trace && trace_fill(trace, asking->relation, only_some, NULL, values);
}
