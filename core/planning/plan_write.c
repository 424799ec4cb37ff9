#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "planning/plan_file.h"

/* Text that grows at its end. Once memory ran out it stays as it is and `failed` says so. */
struct buffer {
    const void *owner;
    char *text;
    size_t used, room;
    bool failed;
};

static bool make_room(struct buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (buffer->room - buffer->used > more)
        return true;
    size_t room = 2 * buffer->room + more + 4096;
    char *grown = talloc_realloc_size(buffer->owner, buffer->text, room);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->text = grown;
    buffer->room = room;
    return true;
}

static void put(struct buffer *buffer, const char *text)
{
    size_t size = strlen(text);
    if (!make_room(buffer, size))
        return;
    memcpy(buffer->text + buffer->used, text, size + 1);
    buffer->used += size;
}

static void put_number(struct buffer *buffer, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    put(buffer, digits);
}

/* The text as a JSON string: strict UTF-8 stays as it is, RFC 8259 section 7 says what must be escaped. */
static void put_text(struct buffer *buffer, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    size_t size = strlen(text);
    if (!make_room(buffer, 6 * size + 2))
        return;
    char *to = buffer->text + buffer->used;
    *to++ = '"';
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\') {
            *to++ = '\\';
            *to++ = (char)byte;
        } else if (byte < 0x20 || byte == 0x7F) {
            memcpy(to, "\\u00", 4);
            to[4] = hex[byte >> 4];
            to[5] = hex[byte & 15];
            to += 6;
        } else {
            *to++ = (char)byte;
        }
    }
    *to++ = '"';
    *to = '\0';
    buffer->used = (size_t)(to - buffer->text);
}

static void put_texts(struct buffer *buffer, const char *key, const char *const *text, int count)
{
    put(buffer, ",\n    \"");
    put(buffer, key);
    put(buffer, "\": [");
    for (int i = 0; i < count; i++) {
        put(buffer, i ? ", " : "");
        put_text(buffer, text[i]);
    }
    put(buffer, "]");
}

static void put_stages(struct buffer *buffer, const struct plan *plan)
{
    put(buffer, ",\n  \"stages\": [");
    for (int i = 0; i < plan->stages; i++) {
        put(buffer, i ? ",\n    { \"name\": " : "\n    { \"name\": ");
        put_text(buffer, plan->stage[i].name);
        put(buffer, ", \"value\": ");
        put_number(buffer, plan->stage[i].value);
        put(buffer, ", \"bound\": ");
        put_number(buffer, plan->stage[i].bound);
        put(buffer, " }");
    }
    put(buffer, plan->stages ? "\n  ]" : "]");
}

static void put_pairs(struct buffer *buffer, const struct plan *plan, const struct scheme *scheme,
                      const struct roster *roster)
{
    put(buffer, ",\n  \"pairs\": [");
    for (int i = 0; i < plan->pairs; i++) {
        const struct pair *pair = &plan->pair[i];
        const struct relation *relation = &scheme->relation[pair->relation];
        int window = pair_window(relation, roster, pair->target);
        put(buffer, i ? ",\n    { \"relation\": " : "\n    { \"relation\": ");
        put_text(buffer, relation->origin.name);
        put(buffer, ", \"source\": ");
        put_text(buffer, roster->member[pair->source].id);
        put(buffer, ", \"target\": ");
        put_text(buffer, target_id(relation, roster, pair->target));
        put(buffer, ", \"window\": ");
        if (window == WINDOW_NONE)
            put(buffer, "null");
        else
            put_text(buffer, roster->window[window].name);
        put(buffer, pair->kept ? ", \"kept\": true }" : ", \"kept\": false }");
    }
    put(buffer, plan->pairs ? "\n  ]" : "]");
}

/* The file's name without its folder: a plan says nothing of the machine that made it. */
static const char *without_folder(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

/* "jinhua-2022.lua:65" as "place". */
static void put_place(struct buffer *buffer, const struct conflict_rule *rule)
{
    char line[16] = "";
    if (rule->line > 0)
        snprintf(line, sizeof line, ":%d", rule->line);
    char *place = talloc_asprintf(buffer->owner, "%s%s", rule->file ? without_folder(rule->file) : "", line);
    put(buffer, ", \"place\": ");
    if (!place)
        buffer->failed = true;
    else
        put_text(buffer, place);
    talloc_free(place);
}

static void put_ids(struct buffer *buffer, const char *key, const struct conflict_rule *rule,
                    const struct roster *roster, bool windows)
{
    int count = windows ? rule->windows : rule->members;
    put(buffer, ", \"");
    put(buffer, key);
    put(buffer, "\": [");
    for (int i = 0; i < count; i++) {
        put(buffer, i > 0 ? ", " : "");
        put_text(buffer, windows ? roster->window[rule->window[i]].name : roster->member[rule->member[i]].id);
    }
    put(buffer, "]");
}

static void put_rule(struct buffer *buffer, const struct conflict_rule *rule)
{
    put(buffer, "{ \"title\": ");
    put_text(buffer, rule->title);
    put_place(buffer, rule);
    put(buffer, ", \"clause\": ");
    put_text(buffer, rule->clause ? rule->clause : "");
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
static void put_rules(struct buffer *buffer, const struct plan *plan)
{
    put(buffer, "    \"rules\": [");
    bool first = true;
    for (int c = 0; c < plan->conflicts; c++)
        for (int k = 0; k < plan->conflict[c].rules; k++) {
            if (rule_before(plan, c, k))
                continue;
            put(buffer, first ? "\n      " : ",\n      ");
            put_rule(buffer, &plan->conflict[c].rule[k]);
            put(buffer, " }");
            first = false;
        }
    put(buffer, first ? "]" : "\n    ]");
}

/* Rules with what they ask, and of whom. */
static void put_lines(struct buffer *buffer, const char *key, const struct conflict_rule *rule, int rules,
                      const struct roster *roster)
{
    put(buffer, "\"");
    put(buffer, key);
    put(buffer, "\": [");
    for (int k = 0; k < rules; k++) {
        put(buffer, k > 0 ? ",\n          " : "\n          ");
        put_rule(buffer, &rule[k]);
        put(buffer, ", \"asks\": ");
        put_text(buffer, rule[k].asks ? rule[k].asks : "");
        put_ids(buffer, "members", &rule[k], roster, false);
        put_ids(buffer, "windows", &rule[k], roster, true);
        put(buffer, " }");
    }
    put(buffer, rules > 0 ? "\n        ]" : "]");
}

/* Which rules clash with each other, and on what they stand. */
static void put_clashes(struct buffer *buffer, const struct plan *plan, const struct roster *roster)
{
    put(buffer, ",\n    \"clashes\": [");
    for (int c = 0; c < plan->conflicts; c++) {
        const struct conflict *conflict = &plan->conflict[c];
        put(buffer, c > 0 ? ",\n      { \"minimal\": " : "\n      { \"minimal\": ");
        put(buffer, conflict->minimal ? "true, \"places\": " : "false, \"places\": ");
        put_number(buffer, conflict->clashes);
        put(buffer, ",\n        ");
        put_lines(buffer, "rules", conflict->rule, conflict->rules, roster);
        put(buffer, ",\n        ");
        put_lines(buffer, "ground", conflict->ground, conflict->grounds, roster);
        put(buffer, " }");
    }
    put(buffer, plan->conflicts > 0 ? "\n    ]" : "]");
    put(buffer, plan->conflicts_whole ? ",\n    \"whole\": true" : ",\n    \"whole\": false");
}

static void put_move(struct buffer *buffer, const struct change *change, const struct roster *roster)
{
    put(buffer, ", \"member\": ");
    put_text(buffer, roster->member[change->member].id);
    put(buffer, ", \"from\": ");
    put_text(buffer, change->left == WINDOW_NONE ? "" : roster->window[change->left].name);
    put(buffer, ", \"to\": ");
    put_text(buffer, roster->window[change->window].name);
}

static void put_setting(struct buffer *buffer, const struct change *change, const struct scheme *scheme)
{
    const struct origin *origin = change->kind <= CHANGE_COVER_MAX   ? &scheme->relation[change->index].origin
                                  : change->kind == CHANGE_SHORTFALL ? &scheme->cover[change->index].origin
                                                                     : &scheme->rule[change->index].origin;
    const struct conflict_rule place = {.file = origin->file, .line = origin->line};
    put(buffer, ", \"name\": ");
    put_text(buffer, origin->name);
    put(buffer, ", \"title\": ");
    put_text(buffer, origin->title);
    put_place(buffer, &place);
    if (change->kind == CHANGE_PRINCIPLE)
        return;
    put(buffer, ", \"by\": ");
    put_number(buffer, change->by);
    if (change->from < 0)
        return;
    put(buffer, ", \"from\": ");
    put_number(buffer, change->from);
    put(buffer, ", \"to\": ");
    put_number(buffer, change->to);
}

static void put_repair(struct buffer *buffer, const struct repair *repair, int number,
                       const struct scheme *scheme, const struct roster *roster)
{
    put(buffer, "{ \"number\": ");
    put_number(buffer, number);
    put(buffer, ", \"size\": ");
    put_number(buffer, repair->changes);
    put(buffer, ", \"text\": ");
    put_text(buffer, repair->text);
    put(buffer, ", \"ways\": ");
    put_number(buffer, repair->alternatives);
    put(buffer, ",\n        \"members\": [");
    for (int i = 0; i < repair->members; i++) {
        put(buffer, i > 0 ? ", " : "");
        put_text(buffer, roster->member[repair->member[i]].id);
    }
    put(buffer, "]");
    put(buffer, ",\n        \"changes\": [");
    for (int i = 0; i < repair->changes; i++) {
        const struct change *change = &repair->change[i];
        put(buffer, i > 0 ? ", { \"change\": " : "{ \"change\": ");
        put_text(buffer, change_word(change->kind));
        if (change->kind == CHANGE_MOVE)
            put_move(buffer, change, roster);
        else
            put_setting(buffer, change, scheme);
        put(buffer, " }");
    }
    put(buffer, "] }");
}

static void put_repairs(struct buffer *buffer, const struct repairs *repairs, const struct scheme *scheme,
                        const struct roster *roster)
{
    put(buffer, ",\n    \"repairs\": [");
    for (int i = 0; repairs && i < repairs->count; i++) {
        put(buffer, i > 0 ? ",\n      " : "\n      ");
        put_repair(buffer, &repairs->repair[i], i + 1, scheme, roster);
    }
    put(buffer, repairs && repairs->count > 0 ? "\n    ]" : "]");
    if (repairs)
        put(buffer, repairs->whole ? ",\n    \"repairs_whole\": true" : ",\n    \"repairs_whole\": false");
}

/* Adds to list[0..*count) the texts that it lacks; `seen` (talloc, one flag an index) tells which it has. */
static void add_unseen(const char **list, int *count, bool *seen, int index, const char *text)
{
    if (!seen[index])
        list[(*count)++] = text;
    seen[index] = true;
}

static void put_concerned(struct buffer *buffer, const struct plan *plan, const struct roster *roster)
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

static void put_conflict(struct buffer *buffer, const struct plan *plan, const struct scheme *scheme,
                         const struct roster *roster)
{
    put(buffer, ",\n  \"conflict\": {\n");
    put_rules(buffer, plan);
    put_concerned(buffer, plan, roster);
    put(buffer, ",\n    \"sentences\": [");
    bool first = true;
    for (int c = 0; c < plan->conflicts; c++)
        for (int i = 0; i < plan->conflict[c].sentences; i++) {
            put(buffer, first ? "\n      " : ",\n      ");
            put_text(buffer, plan->conflict[c].sentence[i]);
            first = false;
        }
    put(buffer, first ? "]" : "\n    ]");
    put_clashes(buffer, plan, roster);
    put_repairs(buffer, plan->repairs, scheme, roster);
    put(buffer, "\n  }");
}

char *plan_to_json(const void *owner, const struct plan *plan, const struct scheme *scheme,
                   const struct roster *roster, size_t *size)
{
    struct buffer buffer = {.owner = owner};
    put(&buffer, "{\n  \"scheme\": ");
    put_text(&buffer, plan->scheme);
    put(&buffer, ",\n  \"status\": ");
    put_text(&buffer, plan_status_word(plan->status));
    put_stages(&buffer, plan);
    put_pairs(&buffer, plan, scheme, roster);
    if (plan->status == PLAN_INFEASIBLE)
        put_conflict(&buffer, plan, scheme, roster);
    put(&buffer, "\n}\n");
    if (buffer.failed) {
        talloc_free(buffer.text);
        return NULL;
    }
    *size = buffer.used;
    return buffer.text;
}
