#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "planning/plan_file.h"
#include "planning/plan_write_proof.h"

static void put_texts(struct growing_text *buffer, const char *key, const char *const *text, int count)
{
    growing_add(buffer, ",\n    \"");
    growing_add(buffer, key);
    growing_add(buffer, "\": [");
    for (int i = 0; i < count; i++) {
        growing_add(buffer, i ? ", " : "");
        growing_add_json(buffer, text[i]);
    }
    growing_add(buffer, "]");
}

static void put_stages(struct growing_text *buffer, const struct plan *plan)
{
    growing_add(buffer, ",\n  \"stages\": [");
    for (int i = 0; i < plan->stages; i++) {
        growing_add(buffer, i ? ",\n    { \"name\": " : "\n    { \"name\": ");
        growing_add_json(buffer, plan->stage[i].name);
        growing_add(buffer, ", \"value\": ");
        growing_add_number(buffer, plan->stage[i].value);
        growing_add(buffer, ", \"bound\": ");
        growing_add_number(buffer, plan->stage[i].bound);
        growing_add(buffer, " }");
    }
    growing_add(buffer, plan->stages ? "\n  ]" : "]");
}

static void put_pairs(struct growing_text *buffer, const struct plan *plan, const struct scheme *scheme,
                      const struct roster *roster)
{
    growing_add(buffer, ",\n  \"pairs\": [");
    for (int i = 0; i < plan->pairs; i++) {
        const struct pair *pair = &plan->pair[i];
        const struct relation *relation = &scheme->relation[pair->relation];
        int window = pair_window(relation, roster, pair->target);
        growing_add(buffer, i ? ",\n    { \"relation\": " : "\n    { \"relation\": ");
        growing_add_json(buffer, relation->origin.name);
        growing_add(buffer, ", \"source\": ");
        growing_add_json(buffer, roster->member[pair->source].id);
        growing_add(buffer, ", \"target\": ");
        growing_add_json(buffer, target_id(relation, roster, pair->target));
        growing_add(buffer, ", \"window\": ");
        if (window == WINDOW_NONE)
            growing_add(buffer, "null");
        else
            growing_add_json(buffer, roster->window[window].name);
        growing_add(buffer, pair->kept ? ", \"kept\": true }" : ", \"kept\": false }");
    }
    growing_add(buffer, plan->pairs ? "\n  ]" : "]");
}

/* The file's name without its folder: a plan says nothing of the machine that made it. */
static const char *without_folder(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

/* "jinhua-2022.lua:65", or who fixed a pair by hand, as "place". */
static void put_place(struct growing_text *buffer, const struct conflict_rule *rule)
{
    char line[16] = "";
    if (rule->line > 0)
        snprintf(line, sizeof line, ":%d", rule->line);
    char *place = talloc_asprintf(buffer->owner, "%s%s", rule->file ? without_folder(rule->file) : "", line);
    growing_add(buffer, ", \"place\": ");
    if (rule->by)
        growing_add_json(buffer, rule->by);
    else if (!place)
        buffer->failed = true;
    else
        growing_add_json(buffer, place);
    talloc_free(place);
}

static void put_ids(struct growing_text *buffer, const char *key, const struct conflict_rule *rule,
                    const struct roster *roster, bool windows)
{
    int count = windows ? rule->windows : rule->members;
    growing_add(buffer, ", \"");
    growing_add(buffer, key);
    growing_add(buffer, "\": [");
    for (int i = 0; i < count; i++) {
        growing_add(buffer, i > 0 ? ", " : "");
        growing_add_json(buffer,
                         windows ? roster->window[rule->window[i]].name : roster->member[rule->member[i]].id);
    }
    growing_add(buffer, "]");
}

static void put_rule(struct growing_text *buffer, const struct conflict_rule *rule)
{
    growing_add(buffer, "{ \"title\": ");
    growing_add_json(buffer, rule->title);
    put_place(buffer, rule);
    growing_add(buffer, ", \"clause\": ");
    growing_add_json(buffer, rule->clause ? rule->clause : "");
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
static void put_rules(struct growing_text *buffer, const struct plan *plan)
{
    growing_add(buffer, "    \"rules\": [");
    bool first = true;
    for (int c = 0; c < plan->conflicts; c++)
        for (int k = 0; k < plan->conflict[c].rules; k++) {
            if (rule_before(plan, c, k))
                continue;
            growing_add(buffer, first ? "\n      " : ",\n      ");
            put_rule(buffer, &plan->conflict[c].rule[k]);
            growing_add(buffer, " }");
            first = false;
        }
    growing_add(buffer, first ? "]" : "\n    ]");
}

/* Rules with what they ask, and of whom. */
static void put_lines(struct growing_text *buffer, const char *key, const struct conflict_rule *rule,
                      int rules, const struct roster *roster)
{
    growing_add(buffer, "\"");
    growing_add(buffer, key);
    growing_add(buffer, "\": [");
    for (int k = 0; k < rules; k++) {
        growing_add(buffer, k > 0 ? ",\n          " : "\n          ");
        put_rule(buffer, &rule[k]);
        growing_add(buffer, ", \"asks\": ");
        growing_add_json(buffer, rule[k].asks ? rule[k].asks : "");
        put_ids(buffer, "members", &rule[k], roster, false);
        put_ids(buffer, "windows", &rule[k], roster, true);
        growing_add(buffer, " }");
    }
    growing_add(buffer, rules > 0 ? "\n        ]" : "]");
}

/* Which rules clash with each other, and on what they stand. */
static void put_clashes(struct growing_text *buffer, const struct plan *plan, const struct roster *roster)
{
    growing_add(buffer, ",\n    \"clashes\": [");
    for (int c = 0; c < plan->conflicts; c++) {
        const struct conflict *conflict = &plan->conflict[c];
        growing_add(buffer, c > 0 ? ",\n      { \"minimal\": " : "\n      { \"minimal\": ");
        growing_add(buffer, conflict->minimal ? "true, \"places\": " : "false, \"places\": ");
        growing_add_number(buffer, conflict->clashes);
        growing_add(buffer, ",\n        ");
        put_lines(buffer, "rules", conflict->rule, conflict->rules, roster);
        growing_add(buffer, ",\n        ");
        put_lines(buffer, "ground", conflict->ground, conflict->grounds, roster);
        growing_add(buffer, " }");
    }
    growing_add(buffer, plan->conflicts > 0 ? "\n    ]" : "]");
    growing_add(buffer, plan->conflicts_whole ? ",\n    \"whole\": true" : ",\n    \"whole\": false");
}

static void put_move(struct growing_text *buffer, const struct change *change, const struct roster *roster)
{
    growing_add(buffer, ", \"member\": ");
    growing_add_json(buffer, roster->member[change->member].id);
    growing_add(buffer, ", \"from\": ");
    growing_add_json(buffer, change->left == WINDOW_NONE ? "" : roster->window[change->left].name);
    growing_add(buffer, ", \"to\": ");
    growing_add_json(buffer, roster->window[change->window].name);
}

static void put_setting(struct growing_text *buffer, const struct change *change, const struct scheme *scheme)
{
    const struct origin *origin = change->kind <= CHANGE_COVER_MAX   ? &scheme->relation[change->index].origin
                                  : change->kind == CHANGE_SHORTFALL ? &scheme->cover[change->index].origin
                                                                     : &scheme->rule[change->index].origin;
    const struct conflict_rule place = {.file = origin->file, .line = origin->line};
    growing_add(buffer, ", \"name\": ");
    growing_add_json(buffer, origin->name);
    growing_add(buffer, ", \"title\": ");
    growing_add_json(buffer, origin->title);
    if (change->kind == CHANGE_LIFT) {
        growing_add(buffer, ", \"source\": ");
        growing_add_json(buffer, scheme->rule[change->index].pinned->source);
        growing_add(buffer, ", \"target\": ");
        growing_add_json(buffer, scheme->rule[change->index].pinned->target);
        return;
    }
    put_place(buffer, &place);
    if (change->kind == CHANGE_PRINCIPLE)
        return;
    growing_add(buffer, ", \"by\": ");
    growing_add_number(buffer, change->by);
    if (change->from < 0)
        return;
    growing_add(buffer, ", \"from\": ");
    growing_add_number(buffer, change->from);
    growing_add(buffer, ", \"to\": ");
    growing_add_number(buffer, change->to);
}

static void put_repair(struct growing_text *buffer, const struct repair *repair, int number,
                       const struct scheme *scheme, const struct roster *roster)
{
    growing_add(buffer, "{ \"number\": ");
    growing_add_number(buffer, number);
    growing_add(buffer, ", \"size\": ");
    growing_add_number(buffer, repair->changes);
    growing_add(buffer, ", \"text\": ");
    growing_add_json(buffer, repair->text);
    growing_add(buffer, ", \"ways\": ");
    growing_add_number(buffer, repair->alternatives);
    if (repair->set) {
        growing_add(buffer, ", \"set\": ");
        growing_add_json(buffer, repair->set);
    }
    growing_add(buffer, ",\n        \"members\": [");
    for (int i = 0; i < repair->members; i++) {
        growing_add(buffer, i > 0 ? ", " : "");
        growing_add_json(buffer, roster->member[repair->member[i]].id);
    }
    growing_add(buffer, "]");
    growing_add(buffer, ",\n        \"changes\": [");
    for (int i = 0; i < repair->changes; i++) {
        const struct change *change = &repair->change[i];
        growing_add(buffer, i > 0 ? ", { \"change\": " : "{ \"change\": ");
        growing_add_json(buffer, change_word(change->kind));
        if (change->kind == CHANGE_MOVE)
            put_move(buffer, change, roster);
        else
            put_setting(buffer, change, scheme);
        growing_add(buffer, " }");
    }
    growing_add(buffer, "] }");
}

static void put_repairs(struct growing_text *buffer, const struct repairs *repairs,
                        const struct scheme *scheme, const struct roster *roster)
{
    growing_add(buffer, ",\n    \"repairs\": [");
    for (int i = 0; repairs && i < repairs->count; i++) {
        growing_add(buffer, i > 0 ? ",\n      " : "\n      ");
        put_repair(buffer, &repairs->repair[i], i + 1, scheme, roster);
    }
    growing_add(buffer, repairs && repairs->count > 0 ? "\n    ]" : "]");
    if (!repairs)
        return;
    growing_add(buffer, repairs->smallest ? ",\n    \"repairs_smallest\": true"
                                          : ",\n    \"repairs_smallest\": false");
    growing_add(buffer,
                repairs->whole ? ",\n    \"repairs_whole\": true" : ",\n    \"repairs_whole\": false");
}

/* Adds to list[0..*count) the texts that it lacks; `seen` (talloc, one flag an index) tells which it has. */
static void add_unseen(const char **list, int *count, bool *seen, int index, const char *text)
{
    if (!seen[index])
        list[(*count)++] = text;
    seen[index] = true;
}

static void put_concerned(struct growing_text *buffer, const struct plan *plan, const struct roster *roster)
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

static void put_conflict(struct growing_text *buffer, const struct plan *plan, const struct scheme *scheme,
                         const struct roster *roster)
{
    growing_add(buffer, ",\n  \"conflict\": {\n");
    put_rules(buffer, plan);
    put_concerned(buffer, plan, roster);
    growing_add(buffer, ",\n    \"sentences\": [");
    bool first = true;
    for (int c = 0; c < plan->conflicts; c++)
        for (int i = 0; i < plan->conflict[c].sentences; i++) {
            growing_add(buffer, first ? "\n      " : ",\n      ");
            growing_add_json(buffer, plan->conflict[c].sentence[i]);
            first = false;
        }
    growing_add(buffer, first ? "]" : "\n    ]");
    put_clashes(buffer, plan, roster);
    put_repairs(buffer, plan->repairs, scheme, roster);
    growing_add(buffer, "\n  }");
}

char *plan_to_json(const void *owner, const struct plan *plan, const struct scheme *scheme,
                   const struct roster *roster, size_t *size)
{
    struct growing_text buffer = {.owner = owner};
    growing_add(&buffer, "{\n  \"scheme\": ");
    growing_add_json(&buffer, plan->scheme);
    growing_add(&buffer, ",\n  \"status\": ");
    growing_add_json(&buffer, plan_status_word(plan->status));
    put_stages(&buffer, plan);
    put_pairs(&buffer, plan, scheme, roster);
    if (plan->proof)
        put_proof(&buffer, plan->proof);
    if (plan->status == PLAN_INFEASIBLE)
        put_conflict(&buffer, plan, scheme, roster);
    growing_add(&buffer, "\n}\n");
    if (buffer.failed) {
        talloc_free(buffer.text);
        return NULL;
    }
    *size = buffer.used;
    return buffer.text;
}

/* ---- the mark ---- */

static const char *past(const char *at, const char *token)
{
    if (!at)
        return NULL;
    at += strspn(at, " \t\r\n");
    size_t length = strlen(token);
    return strncmp(at, token, length) == 0 ? at + length : NULL;
}

/* Behind a text of JSON. */
static const char *past_text(const char *at)
{
    for (at = past(at, "\""); at && *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return at && *at ? at + 1 : NULL;
}

bool plan_is_ours(const char *begin)
{
    const char *at = past_text(past(past(past(begin, "{"), "\"scheme\""), ":"));
    at = past_text(past(past(past(at, ","), "\"status\""), ":"));
    return past(past(past(past(at, ","), "\"stages\""), ":"), "[") != NULL;
}
