#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "planning/json_text.h"
#include "planning/plan_file.h"

static void put_texts(struct json_text *buffer, const char *key, const char *const *text, int count)
{
    json_put(buffer, ",\n    \"");
    json_put(buffer, key);
    json_put(buffer, "\": [");
    for (int i = 0; i < count; i++) {
        json_put(buffer, i ? ", " : "");
        json_put_text(buffer, text[i]);
    }
    json_put(buffer, "]");
}

static void put_stages(struct json_text *buffer, const struct plan *plan)
{
    json_put(buffer, ",\n  \"stages\": [");
    for (int i = 0; i < plan->stages; i++) {
        json_put(buffer, i ? ",\n    { \"name\": " : "\n    { \"name\": ");
        json_put_text(buffer, plan->stage[i].name);
        json_put(buffer, ", \"value\": ");
        json_put_number(buffer, plan->stage[i].value);
        json_put(buffer, ", \"bound\": ");
        json_put_number(buffer, plan->stage[i].bound);
        json_put(buffer, " }");
    }
    json_put(buffer, plan->stages ? "\n  ]" : "]");
}

static void put_pairs(struct json_text *buffer, const struct plan *plan, const struct scheme *scheme,
                      const struct roster *roster)
{
    json_put(buffer, ",\n  \"pairs\": [");
    for (int i = 0; i < plan->pairs; i++) {
        const struct pair *pair = &plan->pair[i];
        const struct relation *relation = &scheme->relation[pair->relation];
        int window = pair_window(relation, roster, pair->target);
        json_put(buffer, i ? ",\n    { \"relation\": " : "\n    { \"relation\": ");
        json_put_text(buffer, relation->origin.name);
        json_put(buffer, ", \"source\": ");
        json_put_text(buffer, roster->member[pair->source].id);
        json_put(buffer, ", \"target\": ");
        json_put_text(buffer, target_id(relation, roster, pair->target));
        json_put(buffer, ", \"window\": ");
        if (window == WINDOW_NONE)
            json_put(buffer, "null");
        else
            json_put_text(buffer, roster->window[window].name);
        json_put(buffer, pair->kept ? ", \"kept\": true }" : ", \"kept\": false }");
    }
    json_put(buffer, plan->pairs ? "\n  ]" : "]");
}

/* The file's name without its folder: a plan says nothing of the machine that made it. */
static const char *without_folder(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

/* "jinhua-2022.lua:65" as "place". */
static void put_place(struct json_text *buffer, const struct conflict_rule *rule)
{
    char line[16] = "";
    if (rule->line > 0)
        snprintf(line, sizeof line, ":%d", rule->line);
    char *place = talloc_asprintf(buffer->owner, "%s%s", rule->file ? without_folder(rule->file) : "", line);
    json_put(buffer, ", \"place\": ");
    if (!place)
        buffer->failed = true;
    else
        json_put_text(buffer, place);
    talloc_free(place);
}

static void put_ids(struct json_text *buffer, const char *key, const struct conflict_rule *rule,
                    const struct roster *roster, bool windows)
{
    int count = windows ? rule->windows : rule->members;
    json_put(buffer, ", \"");
    json_put(buffer, key);
    json_put(buffer, "\": [");
    for (int i = 0; i < count; i++) {
        json_put(buffer, i > 0 ? ", " : "");
        json_put_text(buffer,
                      windows ? roster->window[rule->window[i]].name : roster->member[rule->member[i]].id);
    }
    json_put(buffer, "]");
}

static void put_rule(struct json_text *buffer, const struct conflict_rule *rule)
{
    json_put(buffer, "{ \"title\": ");
    json_put_text(buffer, rule->title);
    put_place(buffer, rule);
    json_put(buffer, ", \"clause\": ");
    json_put_text(buffer, rule->clause ? rule->clause : "");
}

static bool same_rule(const struct conflict_rule *one, const struct conflict_rule *other)
{
    return one->line == other->line && strcmp(one->title, other->title) == 0 &&
           strcmp(one->file ? one->file : "", other->file ? other->file : "") == 0;
}

/* Whether rule k of conflict c stands in the list already: two clashes are often about the same rule. */
static bool rule_before(const struct plan *plan, int c, int k)
{
    const struct conflict_rule *rule = &plan->conflict[c].rule[k];
    for (int i = 0; i <= c; i++)
        for (int j = 0; j < (i < c ? plan->conflict[i].rules : k); j++)
            if (same_rule(&plan->conflict[i].rule[j], rule))
                return true;
    return false;
}

/* The rules of all clashes, each once. */
static void put_rules(struct json_text *buffer, const struct plan *plan)
{
    json_put(buffer, "    \"rules\": [");
    bool first = true;
    for (int c = 0; c < plan->conflicts; c++)
        for (int k = 0; k < plan->conflict[c].rules; k++) {
            if (rule_before(plan, c, k))
                continue;
            json_put(buffer, first ? "\n      " : ",\n      ");
            put_rule(buffer, &plan->conflict[c].rule[k]);
            json_put(buffer, " }");
            first = false;
        }
    json_put(buffer, first ? "]" : "\n    ]");
}

/* Rules with what they ask, and of whom. */
static void put_lines(struct json_text *buffer, const char *key, const struct conflict_rule *rule, int rules,
                      const struct roster *roster)
{
    json_put(buffer, "\"");
    json_put(buffer, key);
    json_put(buffer, "\": [");
    for (int k = 0; k < rules; k++) {
        json_put(buffer, k > 0 ? ",\n          " : "\n          ");
        put_rule(buffer, &rule[k]);
        json_put(buffer, ", \"asks\": ");
        json_put_text(buffer, rule[k].asks ? rule[k].asks : "");
        put_ids(buffer, "members", &rule[k], roster, false);
        put_ids(buffer, "windows", &rule[k], roster, true);
        json_put(buffer, " }");
    }
    json_put(buffer, rules > 0 ? "\n        ]" : "]");
}

/* Which rules clash with each other, and on what they stand. */
static void put_clashes(struct json_text *buffer, const struct plan *plan, const struct roster *roster)
{
    json_put(buffer, ",\n    \"clashes\": [");
    for (int c = 0; c < plan->conflicts; c++) {
        const struct conflict *conflict = &plan->conflict[c];
        json_put(buffer, c > 0 ? ",\n      { \"minimal\": " : "\n      { \"minimal\": ");
        json_put(buffer, conflict->minimal ? "true, \"places\": " : "false, \"places\": ");
        json_put_number(buffer, conflict->clashes);
        json_put(buffer, ",\n        ");
        put_lines(buffer, "rules", conflict->rule, conflict->rules, roster);
        json_put(buffer, ",\n        ");
        put_lines(buffer, "ground", conflict->ground, conflict->grounds, roster);
        json_put(buffer, " }");
    }
    json_put(buffer, plan->conflicts > 0 ? "\n    ]" : "]");
    json_put(buffer, plan->conflicts_whole ? ",\n    \"whole\": true" : ",\n    \"whole\": false");
}

static void put_move(struct json_text *buffer, const struct change *change, const struct roster *roster)
{
    json_put(buffer, ", \"member\": ");
    json_put_text(buffer, roster->member[change->member].id);
    json_put(buffer, ", \"from\": ");
    json_put_text(buffer, change->left == WINDOW_NONE ? "" : roster->window[change->left].name);
    json_put(buffer, ", \"to\": ");
    json_put_text(buffer, roster->window[change->window].name);
}

static void put_setting(struct json_text *buffer, const struct change *change, const struct scheme *scheme)
{
    const struct origin *origin = change->kind <= CHANGE_COVER_MAX   ? &scheme->relation[change->index].origin
                                  : change->kind == CHANGE_SHORTFALL ? &scheme->cover[change->index].origin
                                                                     : &scheme->rule[change->index].origin;
    const struct conflict_rule place = {.file = origin->file, .line = origin->line};
    json_put(buffer, ", \"name\": ");
    json_put_text(buffer, origin->name);
    json_put(buffer, ", \"title\": ");
    json_put_text(buffer, origin->title);
    put_place(buffer, &place);
    if (change->kind == CHANGE_PRINCIPLE)
        return;
    json_put(buffer, ", \"by\": ");
    json_put_number(buffer, change->by);
    if (change->from < 0)
        return;
    json_put(buffer, ", \"from\": ");
    json_put_number(buffer, change->from);
    json_put(buffer, ", \"to\": ");
    json_put_number(buffer, change->to);
}

static void put_repair(struct json_text *buffer, const struct repair *repair, int number,
                       const struct scheme *scheme, const struct roster *roster)
{
    json_put(buffer, "{ \"number\": ");
    json_put_number(buffer, number);
    json_put(buffer, ", \"size\": ");
    json_put_number(buffer, repair->changes);
    json_put(buffer, ", \"text\": ");
    json_put_text(buffer, repair->text);
    json_put(buffer, ", \"ways\": ");
    json_put_number(buffer, repair->alternatives);
    json_put(buffer, ",\n        \"members\": [");
    for (int i = 0; i < repair->members; i++) {
        json_put(buffer, i > 0 ? ", " : "");
        json_put_text(buffer, roster->member[repair->member[i]].id);
    }
    json_put(buffer, "]");
    json_put(buffer, ",\n        \"changes\": [");
    for (int i = 0; i < repair->changes; i++) {
        const struct change *change = &repair->change[i];
        json_put(buffer, i > 0 ? ", { \"change\": " : "{ \"change\": ");
        json_put_text(buffer, change_word(change->kind));
        if (change->kind == CHANGE_MOVE)
            put_move(buffer, change, roster);
        else
            put_setting(buffer, change, scheme);
        json_put(buffer, " }");
    }
    json_put(buffer, "] }");
}

static void put_repairs(struct json_text *buffer, const struct repairs *repairs, const struct scheme *scheme,
                        const struct roster *roster)
{
    json_put(buffer, ",\n    \"repairs\": [");
    for (int i = 0; repairs && i < repairs->count; i++) {
        json_put(buffer, i > 0 ? ",\n      " : "\n      ");
        put_repair(buffer, &repairs->repair[i], i + 1, scheme, roster);
    }
    json_put(buffer, repairs && repairs->count > 0 ? "\n    ]" : "]");
    if (repairs)
        json_put(buffer,
                 repairs->whole ? ",\n    \"repairs_whole\": true" : ",\n    \"repairs_whole\": false");
}

/* Adds to list[0..*count) the texts that it lacks; `seen` (talloc, one flag an index) tells which it has. */
static void add_unseen(const char **list, int *count, bool *seen, int index, const char *text)
{
    if (!seen[index])
        list[(*count)++] = text;
    seen[index] = true;
}

static void put_concerned(struct json_text *buffer, const struct plan *plan, const struct roster *roster)
{
    void *scratch = talloc_new(buffer->owner);
    unsigned most = (unsigned)(roster->members > roster->windows ? roster->members : roster->windows) + 1;
    const char **list = talloc_array(scratch, const char *, most);
    bool *member = talloc_zero_array(scratch, bool, most), *window = talloc_zero_array(scratch, bool, most);
    if (list && member && window) {
        int count = 0;
        for (int c = 0; c < plan->conflicts; c++)
            for (int i = 0; i < plan->conflict[c].members; i++) {
                int m = plan->conflict[c].member[i];
                add_unseen(list, &count, member, m, roster->member[m].id);
            }
        put_texts(buffer, "members", list, count);
        count = 0;
        for (int c = 0; c < plan->conflicts; c++)
            for (int i = 0; i < plan->conflict[c].windows; i++) {
                int w = plan->conflict[c].window[i];
                add_unseen(list, &count, window, w, roster->window[w].name);
            }
        put_texts(buffer, "windows", list, count);
    } else {
        buffer->failed = true;
    }
    talloc_free(scratch);
}

static void put_conflict(struct json_text *buffer, const struct plan *plan, const struct scheme *scheme,
                         const struct roster *roster)
{
    json_put(buffer, ",\n  \"conflict\": {\n");
    put_rules(buffer, plan);
    put_concerned(buffer, plan, roster);
    json_put(buffer, ",\n    \"sentences\": [");
    bool first = true;
    for (int c = 0; c < plan->conflicts; c++)
        for (int i = 0; i < plan->conflict[c].sentences; i++) {
            json_put(buffer, first ? "\n      " : ",\n      ");
            json_put_text(buffer, plan->conflict[c].sentence[i]);
            first = false;
        }
    json_put(buffer, first ? "]" : "\n    ]");
    put_clashes(buffer, plan, roster);
    put_repairs(buffer, plan->repairs, scheme, roster);
    json_put(buffer, "\n  }");
}

char *plan_to_json(const void *owner, const struct plan *plan, const struct scheme *scheme,
                   const struct roster *roster, size_t *size)
{
    struct json_text buffer = {.owner = owner};
    json_put(&buffer, "{\n  \"scheme\": ");
    json_put_text(&buffer, plan->scheme);
    json_put(&buffer, ",\n  \"status\": ");
    json_put_text(&buffer, plan_status_word(plan->status));
    put_stages(&buffer, plan);
    put_pairs(&buffer, plan, scheme, roster);
    if (plan->proof)
        json_put_proof(&buffer, plan->proof);
    if (plan->status == PLAN_INFEASIBLE)
        put_conflict(&buffer, plan, scheme, roster);
    json_put(&buffer, "\n}\n");
    if (buffer.failed) {
        talloc_free(buffer.text);
        return NULL;
    }
    *size = buffer.used;
    return buffer.text;
}
