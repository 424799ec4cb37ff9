#include "dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/file.h"

static void put(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(char **text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *text = talloc_vasprintf_append(*text, format, arguments);
    va_end(arguments);
    if (!*text)
        abort();
}

static void put_origin(char **text, const char *word, const struct origin *origin)
{
    put(text, "%s %s: %s [%s] %s:%d\n", word, origin->name, origin->title, origin->clause, origin->file,
        origin->line);
}

static void put_one(char **text, const struct range *range)
{
    if (range->hi == UNLIMITED)
        put(text, " %d or more", range->lo);
    else
        put(text, " %d to %d", range->lo, range->hi);
    if (range->points > 0)
        put(text, " in principle (%d)", range->points);
}

/* One range where all are alike, else one for each. */
static void put_range(char **text, const char *what, const struct range *ranges, int count)
{
    int shown = count > 0;
    for (int i = 1; i < count; i++)
        if (ranges[i].lo != ranges[0].lo || ranges[i].hi != ranges[0].hi ||
            ranges[i].points != ranges[0].points)
            shown = count;
    if (shown > 0)
        put(text, "  %s", what);
    for (int i = 0; i < shown; i++) {
        put(text, "%s", i ? "," : "");
        put_one(text, &ranges[i]);
    }
    if (shown > 0)
        put(text, "\n");
}

static void put_relax(char **text, int relax)
{
    static const char *const names[] = {"load", "cover", "shortfall", "min", "max", "principle"};
    for (int i = 0; i < 6; i++)
        if (relax & 1 << i)
            put(text, "  relax %s\n", names[i]);
}

static void put_relation(char **text, const struct relation *relation, const struct roster *roster)
{
    put_origin(text, "relation", &relation->origin);
    for (int i = 0; i < relation->also_count; i++)
        put(text, "  also %s\n", relation->also[i]);
    for (int i = 0; i < relation->was_count; i++)
        put(text, "  was %s\n", relation->was[i]);
    put(text, "  from");
    for (int i = 0; i < relation->sources; i++)
        put(text, " %s", roster->member[relation->source[i]].id);
    put(text, "\n  to");
    for (int i = 0; i < relation->targets; i++)
        put(text, " %s", target_id(relation, roster, relation->target[i]));
    put(text, "\n");
    for (int i = 0; i < relation->within_count; i++)
        put(text, "  within %s\n", roster->column[relation->within[i]].attribute);
    put_range(text, "load", relation->load, relation->sources);
    put_range(text, "cover", relation->cover, relation->targets);
    if (relation->balance[END_SOURCE])
        put(text, "  balance\n");
    if (relation->balance[END_TARGET])
        put(text, "  balance of targets\n");
    if (relation->share) {
        put(text, "  share");
        for (int i = 0; i < (relation->balance[END_SOURCE] ? relation->sources : relation->targets); i++)
            put(text, " %d", relation->share[i]);
        put(text, "\n");
    }
    if (relation->contacts_per_year)
        put(text, "  contacts per year %d\n", relation->contacts_per_year);
    put_relax(text, relation->relax);
    put(text, "  pairs");
    for (int p = 0; p < relation->pairs; p++)
        put(text, " %s-%s", roster->member[relation->pair_source[p]].id,
            target_id(relation, roster, relation->pair_target[p]));
    put(text, "\n");
}

static void put_cover(char **text, const struct cover *cover, const struct scheme *scheme,
                      const struct roster *roster)
{
    put_origin(text, "cover", &cover->origin);
    put(text, "  of");
    for (int i = 0; i < cover->targets; i++)
        put(text, " %s", roster->member[cover->target[i]].id);
    put(text, "\n  by");
    for (int i = 0; i < cover->relations; i++)
        put(text, " %s", scheme->relation[cover->relation[i]].origin.name);
    put(text, "\n");
    put_range(text, "times", cover->times, cover->targets);
    put(text, "  shortfall %d\n", cover->shortfall);
    put_relax(text, cover->relax);
}

static void put_pair(char **text, const struct relation *relation, const struct roster *roster, int candidate)
{
    put(text, " %s-%s", roster->member[relation->pair_source[candidate]].id,
        target_id(relation, roster, relation->pair_target[candidate]));
}

static void put_end(char **text, const struct rule *rule, const struct scheme *scheme,
                    const struct roster *roster, int end)
{
    const struct relation *relation = &scheme->relation[rule->relation[0]];
    put(text, " %s", rule->end == END_SOURCE ? roster->member[end].id : target_id(relation, roster, end));
}

static void put_row(char **text, const struct rule *rule, const struct limit_row *row,
                    const struct scheme *scheme, const struct roster *roster)
{
    put(text, "  row");
    if (row->per == LIMIT_END)
        put_end(text, rule, scheme, roster, row->end);
    else
        put(text, row->per == LIMIT_ALL ? " all" : " team %s", row->team);
    if (*row->part)
        put(text, " of %s", row->part);
    put(text, ",");
    put_one(text, &row->range);
    put(text, ":");
    for (int k = 0; k < row->pairs; k++) {
        const struct counted_pair *pair = &row->pair[k];
        put_pair(text, &scheme->relation[rule->relation[pair->slot]], roster, pair->candidate);
        if (pair->weight != 1)
            put(text, "*%d", pair->weight);
    }
    put(text, "\n");
}

static void put_rule(char **text, const struct rule *rule, const struct scheme *scheme,
                     const struct roster *roster)
{
    put_origin(text, rule_word(rule->kind), &rule->origin);
    put(text, "  stage %s\n", rule->stage < 0 ? "-" : scheme->stage[rule->stage].name);
    put_relax(text, rule->relax);
    if (rule->to >= 0)
        put(text, "  points %d to %s\n", rule->points, scheme->relation[rule->to].origin.name);
    else if (rule->kind == RULE_LIMIT && rule->stage >= 0)
        put(text, "  points %d\n", rule->points);
    for (int r = 0; r < rule->relations; r++) {
        const struct relation *relation = &scheme->relation[rule->relation[r]];
        put(text, "  on %s", relation->origin.name);
        for (int p = 0; rule->value && p < relation->pairs; p++) {
            if (rule->value[r][p] == 0)
                continue;
            put_pair(text, relation, roster, p);
            put(text, "=%d", rule->value[r][p]);
        }
        put(text, "\n");
    }
    for (int i = 0; i < rule->rows; i++)
        put_row(text, rule, &rule->row[i], scheme, roster);
    for (int i = 0; i < rule->sets; i++) {
        put(text, "  set");
        for (int k = 0; k < rule->set[i].count; k++)
            put_end(text, rule, scheme, roster, rule->set[i].end[k]);
        put(text, "\n");
    }
}

static void put_need(char **text, const struct need *need, const struct roster *roster)
{
    static const char *const types[] = {"text", "integer", "date", "list"};
    put(text, "need %s: %s, %s", need->name, need->heading, types[need->type]);
    for (int m = 0; m < roster->members; m++)
        put(text, "%s %s=%s/%d", m ? "," : "", roster->member[m].id, roster->member[m].value[need->column],
            roster->code[need->column][m]);
    put(text, "\n");
}

static void put_parameter(char **text, const struct parameter *parameter)
{
    static const char *const types[] = {"integer", "flag", "text"};
    put(text, "parameter %s: %s, %s %s, usually %s", parameter->name, parameter->title,
        types[parameter->type], parameter->value, parameter->usual);
    if (parameter->type == PARAMETER_INTEGER)
        put(text, ", %d to %d", parameter->lo, parameter->hi);
    for (int i = 0; i < parameter->choices; i++)
        put(text, "%s %s", i ? "," : ", one of", parameter->choice[i]);
    put(text, ", %s:%d\n", parameter->file, parameter->line);
}

char *dump_scheme(const void *owner, const struct scheme *scheme, const struct roster *roster)
{
    char *text = talloc_strdup(owner, "");
    put(&text, "scheme %s: %s [%s] %s\n", scheme->name, scheme->title, scheme->source, scheme->file);
    for (int i = 0; i < scheme->relations; i++)
        put_relation(&text, &scheme->relation[i], roster);
    for (int i = 0; i < scheme->covers; i++)
        put_cover(&text, &scheme->cover[i], scheme, roster);
    for (int i = 0; i < scheme->rules; i++)
        put_rule(&text, &scheme->rule[i], scheme, roster);
    for (int i = 0; i < scheme->stages && !scheme->stage[i].implied;
         i++) /* what is implied is always the last */
        put(&text, "stage %s, %s is better\n", scheme->stage[i].name,
            scheme->stage[i].more_is_better ? "more" : "less");
    for (int i = 0; i < scheme->needs; i++)
        put_need(&text, &scheme->need[i], roster);
    for (int i = 0; i < scheme->parameters; i++)
        put_parameter(&text, &scheme->parameter[i]);
    return text;
}

char *dump_pairs(const void *owner, const struct pair_table *pairs, const struct roster *roster)
{
    char *text = talloc_strdup(owner, "");
    for (int i = 0; pairs && i < pairs->rows; i++) {
        const struct pair_row *row = &pairs->row[i];
        put(&text, "pair %s-%s:", roster->member[row->source].id, row->target);
        for (int c = 0; c < pairs->columns; c++)
            put(&text, "%s %s=%s", c ? "," : "", pairs->heading[c], row->value[c]);
        put(&text, "\n");
    }
    return text;
}

char *dump_faults(const void *owner, const struct error *error)
{
    char *text = talloc_strdup(owner, "");
    for (int i = 0; i < error->count; i++) {
        const struct fault *fault = &error->fault[i];
        const char *slash = fault->place.file ? strrchr(fault->place.file, '/') : NULL;
        put(&text, "%s:%d:",
            slash               ? slash + 1
            : fault->place.file ? fault->place.file
                                : "-",
            fault->place.row);
        if (fault->place.heading)
            put(&text, " [%s]", fault->place.heading);
        put(&text, " %s\n", fault->message);
    }
    return text;
}

char *read_golden(const void *owner, const char *name)
{
    struct error *error = error_new(owner);
    char *bytes = NULL;
    size_t size;
    file_read(owner, name, 1 << 20, &bytes, &size, error);
    talloc_free(error);
    return bytes ? bytes : talloc_strdup(owner, "");
}

bool golden_holds(const char *name, const char *text)
{
    char *golden = read_golden(NULL, name);
    bool same = strcmp(golden, text) == 0;
    FILE *file = !same && getenv("TONGXIN_UPDATE") ? fopen(name, "w") : NULL;
    if (file) {
        fputs(text, file);
        fclose(file);
    }
    talloc_free(golden);
    return same;
}
