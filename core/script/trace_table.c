#include "script/trace_table.h"

#include <talloc.h>

/* A table is worth its writing where an answer serves several pairs. Measured on 1,000 x 2,000 members: a
 * pair takes 1 to 2 ns from the table and 10 to 30 ns by the tree. */
enum { UNKNOWN = INT32_MIN, SMALL_TABLE = 1 << 16, PAIRS_FOR_AN_ANSWER = 4 };

struct table {
    int reads; /* of the trace, which the classes consider */
    bool reads_rows;
    int classes[PAIR_ENDS];
    int *class_of[PAIR_ENDS]; /* [ends]; only those of the relation count */
    int32_t *value;           /* [classes of sources][classes of targets]; NULL: not worth it */
};

static bool open_table(struct table *table, const struct trace *trace)
{
    *table = (struct table){.reads = 0};
    for (int e = 0; e < PAIR_ENDS; e++) {
        int ends = trace_ends(trace->host->roster, &trace->kind[e]);
        table->classes[e] = 1;
        table->class_of[e] = talloc_zero_array(trace, int, (unsigned)ends + 1);
        if (!table->class_of[e])
            return false;
    }
    return true;
}

static void close_table(struct table *table)
{
    for (int e = 0; e < PAIR_ENDS; e++)
        talloc_free(table->class_of[e]);
    talloc_free(table->value);
}

/* Parts each class by one more read. */
static bool part_classes(struct table *table, const struct trace *trace, const struct read *read, int count,
                         const int *ends)
{
    int *class_of = table->class_of[read->place];
    struct branches *numbers = branches_new(trace);
    if (!numbers)
        return false;
    bool ok = true;
    for (int i = 0; i < count && ok; i++) {
        int number = branches_add(numbers, class_of[ends[i]], read->code[ends[i]], numbers->count);
        class_of[ends[i]] = number;
        ok = number >= 0;
    }
    table->classes[read->place] = numbers->count > 0 ? numbers->count : 1;
    talloc_free(numbers);
    return ok;
}

/* The classes by all that was read so far, and an empty table. */
static bool renew_table(struct table *table, const struct trace *trace, const struct relation *relation)
{
    for (; table->reads < trace->reads; table->reads++) {
        const struct read *read = &trace->read[table->reads];
        bool of_source = read->place == END_SOURCE;
        if (read->place == PLACE_ROW)
            table->reads_rows = true;
        else if (!part_classes(table, trace, read, of_source ? relation->sources : relation->targets,
                               of_source ? relation->source : relation->target))
            return false;
    }
    TALLOC_FREE(table->value);
    int64_t cases = (int64_t)table->classes[END_SOURCE] * table->classes[END_TARGET];
    if (cases > SMALL_TABLE && cases > relation->pairs / PAIRS_FOR_AN_ANSWER)
        return true;
    table->value = talloc_array(trace, int32_t, (unsigned)cases);
    for (int64_t i = 0; i < cases && table->value; i++)
        table->value[i] = UNKNOWN;
    return table->value != NULL;
}

static int32_t *place_in(const struct table *table, int source, int target)
{
    return &table->value[(size_t)table->class_of[END_SOURCE][source] * (size_t)table->classes[END_TARGET] +
                         (size_t)table->class_of[END_TARGET][target]];
}

/* From pair p on, as far as the table goes; returns the first pair that it does not know. Pairs of one source
 * follow each other. */
static int fill_known(const struct table *table, const struct relation *relation, int p, int32_t *values)
{
    const int *class_of_target = table->class_of[END_TARGET];
    while (p < relation->pairs) {
        int source = relation->pair_source[p];
        const int32_t *row =
            &table->value[(size_t)table->class_of[END_SOURCE][source] * (size_t)table->classes[END_TARGET]];
        for (; p < relation->pairs && relation->pair_source[p] == source; p++) {
            int32_t value = row[class_of_target[relation->pair_target[p]]];
            if (value == UNKNOWN)
                return p;
            values[p] = value;
        }
    }
    return p;
}

static int fill_known_of_some(const struct table *table, const struct relation *relation, int p,
                              int32_t *values)
{
    for (; p < relation->pairs; p++) {
        if (values[p] == 0)
            continue;
        int32_t value = *place_in(table, relation->pair_source[p], relation->pair_target[p]);
        if (value == UNKNOWN)
            return p;
        values[p] = value;
    }
    return p;
}

/* One pair by the tree, or by a call; goes into the table where it can. */
static bool fill_one(struct trace *trace, struct table *table, const struct relation *relation, int p,
                     const int32_t *meaning, int32_t *value)
{
    int source = relation->pair_source[p], target = relation->pair_target[p];
    const struct ends ends = {{source, target, pair_row_of(trace->rows, source, target)}};
    bool has_row = table->reads_rows && ends.index[PLACE_ROW] > 0;
    int32_t answer;
    if (table->value && table->reads_rows && !has_row && *place_in(table, source, target) != UNKNOWN) {
        *value = *place_in(table, source, target);
        return true;
    }
    if (!trace_knows(trace, &ends, &answer) && !ask_function(trace, &ends, &answer))
        return false;
    *value = meaning ? meaning[answer] : answer;
    if (table->reads < trace->reads) {
        if (renew_table(table, trace, relation))
            return true;
        error_add_memory(trace->host->error);
        return false;
    }
    if (table->value && !has_row)
        *place_in(table, source, target) = *value;
    return true;
}

static bool fill(struct trace *trace, struct table *table, const struct relation *relation, bool only_some,
                 const int32_t *meaning, int32_t *values)
{
    for (int p = 0; p < relation->pairs; p++) {
        if (table->value && !table->reads_rows)
            p = only_some ? fill_known_of_some(table, relation, p, values)
                          : fill_known(table, relation, p, values);
        if (p < relation->pairs && (!only_some || values[p] != 0) &&
            !fill_one(trace, table, relation, p, meaning, &values[p]))
            return false;
    }
    return true;
}

bool trace_fill(struct trace *trace, const struct relation *relation, bool only_some, const int32_t *meaning,
                int32_t *values)
{
    struct table table;
    for (int p = 0; p < relation->pairs && only_some; p++)
        trace->pairs += values[p] != 0;
    trace->pairs += only_some ? 0 : relation->pairs;
    bool ok = open_table(&table, trace) && renew_table(&table, trace, relation);
    if (!ok)
        error_add_memory(trace->host->error);
    ok = ok && fill(trace, &table, relation, only_some, meaning, values);
    close_table(&table);
    return ok;
}
