#include "script/trace.h"

#include <string.h>
#include <talloc.h>

/* A tree of so many nodes takes some 32 MB; a function that tells more cases apart is asked each time. So is
 * one that, after so many calls, has told nearly every pair from every other. */
enum { NODES_MOST = 1000 * 1000, PARTS_MOST = 32, CALLS_BEFORE_GIVING_UP = 50 * 1000, CALLS_FOR_A_HIT = 10 };

static bool same_kind(const struct end *a, const struct end *b)
{
    return a->kind == b->kind && a->group_column == b->group_column && a->group == b->group;
}

static bool same_trace(const struct trace *a, const struct trace *b)
{
    return a->question.is_number == b->question.is_number && a->question.lo == b->question.lo &&
           a->question.hi == b->question.hi && a->has_row == b->has_row &&
           same_kind(&a->kind[END_SOURCE], &b->kind[END_SOURCE]) &&
           same_kind(&a->kind[END_TARGET], &b->kind[END_TARGET]);
}

static bool make_root(struct trace *trace)
{
    trace->branches = branches_new(trace);
    trace->node = talloc(trace, struct node);
    if (!trace->branches || !trace->node)
        return false;
    trace->node[0].read = NODE_NEW;
    trace->nodes = 1;
    return true;
}

static struct trace *new_trace(struct host *host, const struct trace *wanted)
{
    struct trace *trace = talloc(host, struct trace);
    struct trace **all = talloc_realloc(host, host->trace, struct trace *, (unsigned)host->traces + 1);
    if (all)
        host->trace = all;
    if (!trace || !all)
        return NULL;
    *trace = *wanted;
    if (trace->has_row && !pair_rows(host, &trace->kind[END_TARGET], &trace->rows))
        return NULL;
    if (!make_root(trace))
        return NULL;
    all[host->traces++] = trace;
    return trace;
}

/* References are small numbers, given out one after the other. */
static bool make_place(struct host *host, int reference)
{
    if (reference < host->references)
        return true;
    int room = reference + 16;
    struct trace **grown = talloc_realloc(host, host->trace_of, struct trace *, (unsigned)room);
    if (!grown)
        return false;
    for (int i = host->references; i < room; i++)
        grown[i] = NULL;
    host->trace_of = grown;
    host->references = room;
    return true;
}

struct trace *trace_of(struct host *host, const struct trace *wanted)
{
    if (!make_place(host, wanted->reference))
        return NULL;
    struct trace **at = &host->trace_of[wanted->reference];
    while (*at && !same_trace(*at, wanted))
        at = &(*at)->next;
    if (!*at) {
        *at = new_trace(host, wanted);
    } else if (!(*at)->branches && !(*at)->full && !make_root(*at)) {
        return NULL; /* asked again after it was forgotten */
    }
    return *at;
}

static int code_of(const struct trace *trace, int read, const struct ends *ends)
{
    return trace->read[read].code[ends->index[trace->read[read].place]];
}

bool trace_knows(struct trace *trace, const struct ends *ends, int32_t *answer)
{
    int at = 0;
    if (trace->nodes == 0)
        return false; /* given up */
    while (trace->node[at].read >= 0) {
        at = branches_find(trace->branches, at, code_of(trace, trace->node[at].read, ends));
        if (at < 0)
            return false;
    }
    *answer = trace->node[at].answer;
    bool known = trace->node[at].read == NODE_ANSWER;
    trace->known += known;
    return known;
}

/* ---- one call ---- */

void trace_begin(struct trace *trace)
{
    trace->calls++;
    trace->steps = 0;
}

static bool add_read(struct trace *trace, const struct read *wanted)
{
    struct read *grown = talloc_realloc(trace, trace->read, struct read, (unsigned)trace->reads + 1);
    int *steps = talloc_realloc(trace, trace->step, int, (unsigned)trace->reads + 1);
    if (grown)
        trace->read = grown;
    if (steps)
        trace->step = steps;
    if (!grown || !steps)
        return false;
    struct read *read = &grown[trace->reads];
    *read = *wanted;
    if (wanted->part) {
        read->part = talloc_strdup(trace, wanted->part);
        if (!read->part)
            return false;
    }
    read->code = trace_codes(trace, read);
    trace->reads += read->code != NULL;
    return read->code != NULL;
}

static struct read *find_read(const struct trace *trace, int place, enum read_what what, int column,
                              const char *part)
{
    for (int i = 0; i < trace->reads; i++) {
        struct read *read = &trace->read[i];
        if (read->place == place && read->what == what && read->column == column &&
            (!part || strcmp(read->part, part) == 0))
            return read;
    }
    return NULL;
}

static int count_parts(const struct trace *trace, int place, int column)
{
    int count = 0;
    for (int i = 0; i < trace->reads; i++)
        count += trace->read[i].place == place && trace->read[i].column == column &&
                 trace->read[i].what == READ_PART;
    return count;
}

bool trace_read(struct trace *trace, int place, enum read_what what, int column, const char *part)
{
    struct read *read = find_read(trace, place, what, column, part);
    if (what == READ_PART) {
        const struct read *whole = find_read(trace, place, READ_CELL, column, NULL);
        if (whole && whole->call == trace->calls)
            return true; /* the whole cell says it already */
        if (!read && count_parts(trace, place, column) >= PARTS_MOST)
            return trace_read(trace, place, READ_CELL, column, NULL);
    }
    if (!read) {
        if (!add_read(trace, &(struct read){.place = place, .what = what, .column = column, .part = part}))
            return false;
        read = &trace->read[trace->reads - 1];
    }
    if (read->call != trace->calls)
        trace->step[trace->steps++] = (int)(read - trace->read);
    read->call = trace->calls;
    return true;
}

static int add_node(struct trace *trace)
{
    if ((trace->nodes & (trace->nodes - 1)) == 0) {
        struct node *grown = talloc_realloc(trace, trace->node, struct node, 2 * (unsigned)trace->nodes);
        if (!grown)
            return -1;
        trace->node = grown;
    }
    trace->node[trace->nodes] = (struct node){.read = NODE_NEW};
    return trace->nodes++;
}

static void fell(struct trace *trace)
{
    TALLOC_FREE(trace->branches);
    TALLOC_FREE(trace->node);
    trace->nodes = 0;
}

bool trace_learn(struct trace *trace, const struct ends *ends, int32_t answer, bool *impure)
{
    trace->full |= trace->nodes > NODES_MOST;
    if (!trace->full && trace->calls > CALLS_BEFORE_GIVING_UP &&
        trace->known < trace->calls / CALLS_FOR_A_HIT) {
        fell(trace);
        trace->full = true;
    }
    *impure = false;
    int at = 0;
    for (int i = 0; i < trace->steps && !trace->full; i++) {
        if (trace->node[at].read == NODE_NEW)
            trace->node[at].read = trace->step[i];
        *impure = trace->node[at].read != trace->step[i];
        if (*impure)
            return true;
        int code = code_of(trace, trace->step[i], ends);
        int to = branches_find(trace->branches, at, code);
        if (to < 0) {
            to = add_node(trace);
            if (to < 0 || branches_add(trace->branches, at, code, to) < 0)
                return false;
        }
        at = to;
    }
    if (trace->full)
        return true;
    *impure = trace->node[at].read != NODE_NEW;
    trace->node[at] = (struct node){NODE_ANSWER, answer};
    trace->cases++;
    return true;
}

void traces_forget(struct host *host, const struct declaration *declaration)
{
    for (int i = 0; i < host->traces; i++) {
        struct trace *trace = host->trace[i];
        if (trace->declaration == declaration)
            fell(trace);
    }
}
