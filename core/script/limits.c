/* The rows of limits: whom each counts, and with what weight. Language: scripts/README.md. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "planning/rules/rules.h"
#include "script/ask.h"

enum { ENTRIES_MOST = 50 * 1000 * 1000 }; /* counted pairs of one limit: 600 MB */

/* Ends with their labels: the teams of those whose rows they are, or the parts that `by` splits off. */
struct labelled {
    int ends;
    int *end; /* [ends] ascending */
    int labels;
    const char **name; /* [labels] bytewise */
    int *first;        /* [ends + 1] */
    int *label;        /* [first[ends]] labels of end i: label[first[i] .. first[i + 1]) */
};

struct limit_maker {
    struct host *host;
    struct declaration *declaration;
    struct rule *rule;
    const struct field_value *from, *to, *per, *by, *weight;
    struct labelled own, far;
    void *scratch;
};

int *ends_among(const void *owner, const struct scheme *scheme, const struct rule *rule, enum pair_end end,
                const struct field_value *only, int *count)
{
    int all, *list = rule_ends(owner, scheme, rule, end, &all);
    *count = 0;
    for (int k = 0; list && k < all; k++)
        if (!only || index_in(only->indices, only->count, list[k]) >= 0)
            list[(*count)++] = list[k];
    return list;
}

/* ---- labels ---- */

/* Labels while they are collected: one text an entry, in the order of ends. */
struct texts {
    int count;
    const char **text;
    int *end; /* [count] place of the end */
};

static bool add_text(struct texts *texts, const void *owner, int end, const char *text)
{
    if ((texts->count & (texts->count - 1)) == 0) {
        unsigned room = texts->count ? 2 * (unsigned)texts->count : 1;
        texts->text = talloc_realloc(owner, texts->text, const char *, room);
        texts->end = talloc_realloc(owner, texts->end, int, room);
    }
    if (!texts->text || !texts->end || !text)
        return false;
    texts->text[texts->count] = text;
    texts->end[texts->count++] = end;
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Numbers the distinct texts and deals them to their ends. */
static bool number_labels(const void *owner, const struct texts *texts, struct labelled *labelled)
{
    labelled->name = talloc_array(owner, const char *, (unsigned)texts->count + 1);
    labelled->label = talloc_array(owner, int, (unsigned)texts->count + 1);
    labelled->first = talloc_zero_array(owner, int, (unsigned)labelled->ends + 1);
    if (!labelled->name || !labelled->label || !labelled->first)
        return false;
    for (int i = 0; i < texts->count; i++)
        labelled->name[i] = texts->text[i];
    qsort(labelled->name, (size_t)texts->count, sizeof *labelled->name, compare_names);
    labelled->labels = 0;
    for (int i = 0; i < texts->count; i++)
        if (i == 0 || strcmp(labelled->name[i], labelled->name[labelled->labels - 1]) != 0)
            labelled->name[labelled->labels++] = labelled->name[i];
    for (int i = 0; i < texts->count; i++) { /* texts come in the order of ends */
        const char **found = bsearch(&texts->text[i], labelled->name, (size_t)labelled->labels,
                                     sizeof *labelled->name, compare_names);
        labelled->label[i] = (int)(found - labelled->name);
        labelled->first[texts->end[i] + 1]++;
    }
    for (int i = 0; i < labelled->ends; i++)
        labelled->first[i + 1] += labelled->first[i];
    return true;
}

/* The parts of one end's cell in the column; windows and groups have their own name. */
static bool add_parts(const struct limit_maker *maker, struct texts *texts, int place, enum pair_end end,
                      int index, int column)
{
    const struct relation *relation = &maker->host->scheme->relation[maker->rule->relation[0]];
    const struct roster *roster = maker->host->roster;
    if (end == END_TARGET && relation->target_kind != TARGET_MEMBER)
        return add_text(texts, maker->scratch, place, target_name(relation, roster, index));
    const char *cell = roster->member[index].value[column];
    if (!*cell)
        return true;
    if (roster->column[column].type != VALUE_LIST)
        return add_text(texts, maker->scratch, place, cell);
    int parts;
    char **part = text_split_list(maker->scratch, cell, &parts);
    for (int i = 0; i < parts; i++)
        if (!part || !add_text(texts, maker->scratch, place, part[i]))
            return false;
    return part != NULL;
}

/* What the function of a team answers of this end, as text; "" where it is in no team; NULL with a fault. */
static const char *ask_team(const struct limit_maker *maker, int index)
{
    struct host *host = maker->host;
    lua_State *L = host->L;
    const struct relation *relation = &host->scheme->relation[maker->rule->relation[0]];
    const struct end end = host_end(maker->rule->end, relation, index);
    lua_rawgeti(L, LUA_REGISTRYINDEX, maker->per->condition.reference);
    int line = view_function_line(L, maker->declaration->origin.line);
    if (!view_call(host, maker->declaration->subject, 1, &end))
        return NULL;
    const char *answer = NULL;
    if (lua_isnil(L, -1))
        answer = "";
    else if (lua_isboolean(L, -1))
        answer = lua_toboolean(L, -1) ? "true" : "false";
    else if (lua_isinteger(L, -1))
        answer = talloc_asprintf(maker->scratch, "%lld", (long long)lua_tointeger(L, -1));
    else if (lua_type(L, -1) == LUA_TSTRING &&
             text_valid_until(lua_tostring(L, -1), lua_rawlen(L, -1)) == lua_rawlen(L, -1))
        answer = talloc_strdup(maker->scratch, lua_tostring(L, -1));
    if (!answer)
        host_fault(host, line,
                   _("The team of %s must be a text, a whole number, true, false or nil, not %s; it was so "
                     "for %s."),
                   maker->declaration->subject, host_describe(L, -1), view_person(host, host->roster, &end));
    lua_pop(L, 1);
    return answer;
}

/* Labels of the own ends: everybody himself, teams, or one for all. *fault: a function failed. */
static bool label_own(struct limit_maker *maker, bool *fault)
{
    struct labelled *own = &maker->own;
    const struct field_value *per = maker->per;
    struct texts texts = {0};
    if (per && per->per == LIMIT_TEAM) {
        for (int i = 0; i < own->ends && !*fault; i++) {
            const char *team = per->is_function ? ask_team(maker, own->end[i]) : NULL;
            *fault = per->is_function && !team;
            if (per->is_function
                    ? !*fault && *team && !add_text(&texts, maker->scratch, i, team)
                    : !add_parts(maker, &texts, i, maker->rule->end, own->end[i], per->indices[0]))
                return false;
        }
        return number_labels(maker->scratch, &texts, own);
    }
    own->labels = per && per->per == LIMIT_ALL ? 1 : own->ends;
    own->label = talloc_array(maker->scratch, int, (unsigned)own->ends + 1);
    own->first = talloc_array(maker->scratch, int, (unsigned)own->ends + 1);
    for (int i = 0; own->label && own->first && i <= own->ends; i++) {
        own->label[i] = own->labels == 1 && per && per->per == LIMIT_ALL ? 0 : i;
        own->first[i] = i;
    }
    return own->label && own->first;
}

/* Labels of the other ends: what `by` splits them by, or "" for all. That one stands also where `from` or
 * `to` leaves none of them: rows that count nothing still have their min. */
static bool label_far(struct limit_maker *maker)
{
    struct labelled *far = &maker->far;
    struct texts texts = {0};
    enum pair_end end = maker->rule->end == END_SOURCE ? END_TARGET : END_SOURCE;
    for (int i = 0; i < far->ends; i++)
        if (maker->by ? !add_parts(maker, &texts, i, end, far->end[i], maker->by->indices[0])
                      : !add_text(&texts, maker->scratch, i, ""))
            return false;
    if (!number_labels(maker->scratch, &texts, far))
        return false;
    if (!maker->by && far->labels == 0)
        far->name[far->labels++] = "";
    return true;
}

/* ---- bounds ---- */

/* The whole number that the field says of this end; `otherwise` where it is not given. False with a fault. */
static bool bound_of(const struct limit_maker *maker, const char *field, int end, int32_t otherwise,
                     int32_t *bound)
{
    const struct field_value *value = declaration_value(maker->declaration, field);
    *bound = value ? value->number : otherwise;
    if (!value || !value->is_function)
        return true;
    struct host *host = maker->host;
    lua_State *L = host->L;
    const struct relation *relation = &host->scheme->relation[maker->rule->relation[0]];
    const struct end whom = host_end(maker->rule->end, relation, end);
    lua_rawgeti(L, LUA_REGISTRYINDEX, value->condition.reference);
    int line = view_function_line(L, maker->declaration->origin.line);
    if (!view_call(host, maker->declaration->subject, 1, &whom))
        return false;
    int is_whole;
    lua_Integer number = lua_tointegerx(L, -1, &is_whole);
    bool ok = lua_type(L, -1) == LUA_TNUMBER && is_whole && number >= 0 && number < UNLIMITED;
    if (ok)
        *bound = (int32_t)number;
    else
        host_fault(
            host, line, _("“%s” of %s must be a whole number from 0 for everyone, not %s; it was so for %s."),
            field, maker->declaration->subject, host_describe(L, -1), view_person(host, host->roster, &whom));
    lua_pop(L, 1);
    return ok;
}

static bool range_of(const struct limit_maker *maker, int end, struct range *range)
{
    if (declaration_value(maker->declaration, "exactly")) {
        bool ok = bound_of(maker, "exactly", end, 0, &range->lo);
        range->hi = range->lo;
        return ok;
    }
    if (!bound_of(maker, "min", end, 0, &range->lo) || !bound_of(maker, "max", end, UNLIMITED, &range->hi))
        return false;
    if (range->lo <= range->hi)
        return true;
    host_fault(maker->host, maker->declaration->origin.line,
               _("“min” of %s is %d and “max” only %d. Please write the smaller number as “min”."),
               maker->declaration->subject, range->lo, range->hi);
    return false;
}

/* A function says a number of one source or target, not of a team or of all. */
static bool bounds_fit(const struct limit_maker *maker)
{
    static const char *const names[] = {"min", "max", "exactly"};
    if (!maker->per || maker->per->per == LIMIT_END)
        return true;
    for (int i = 0; i < 3; i++) {
        const struct field_value *value = declaration_value(maker->declaration, names[i]);
        if (!value || !value->is_function)
            continue;
        host_fault(
            maker->host, maker->declaration->origin.line,
            _("“%s” of %s is a function, but its rows are not of single sources or targets. Please write a "
              "whole number."),
            names[i], maker->declaration->subject);
        return false;
    }
    return true;
}

/* ---- rows ---- */

static bool make_rows(struct limit_maker *maker, bool *fault)
{
    struct rule *rule = maker->rule;
    const void *owner = maker->host->scheme->rule;
    enum limit_per per = maker->per ? maker->per->per : LIMIT_END;
    int64_t rows = (int64_t)maker->own.labels * maker->far.labels;
    struct limit_row *row =
        rows < ENTRIES_MOST ? talloc_zero_array(owner, struct limit_row, (unsigned)rows + 1) : NULL;
    if (!row)
        return false;
    struct range range = {0, UNLIMITED, 0};
    for (int k = 0; k < maker->own.labels && !*fault; k++) {
        int end = per == LIMIT_END ? maker->own.end[k] : -1;
        *fault = !range_of(maker, end, &range);
        for (int p = 0; p < maker->far.labels; p++) {
            struct limit_row *made = &row[k * maker->far.labels + p];
            *made = (struct limit_row){.per = per, .end = end, .range = range};
            made->team = talloc_strdup(row, per == LIMIT_TEAM ? maker->own.name[k] : "");
            made->part = talloc_strdup(row, maker->far.name[p]);
            if (!made->team || !made->part)
                return false;
        }
    }
    rule->row = row;
    rule->rows = (int)rows;
    return true;
}

static int place_of(const struct labelled *labelled, int end)
{
    return index_in(labelled->end, labelled->ends, end);
}

/* Visits each pair that counts: first to learn how many a row has (pairs NULL), then to write them. */
static bool visit_pair(const struct limit_maker *maker, int slot, int candidate, int32_t weight,
                       struct counted_pair **pairs)
{
    const struct relation *relation = &maker->host->scheme->relation[maker->rule->relation[slot]];
    bool own_is_source = maker->rule->end == END_SOURCE;
    int source = relation->pair_source[candidate], target = relation->pair_target[candidate];
    int own = place_of(&maker->own, own_is_source ? source : target);
    int far = place_of(&maker->far, own_is_source ? target : source);
    if (own < 0 || far < 0)
        return false;
    struct limit_row *rows = (struct limit_row *)(uintptr_t)maker->rule->row; /* still being made */
    for (int k = maker->own.first[own]; k < maker->own.first[own + 1]; k++)
        for (int p = maker->far.first[far]; p < maker->far.first[far + 1]; p++) {
            int number = maker->own.label[k] * maker->far.labels + maker->far.label[p];
            if (pairs)
                pairs[number][rows[number].pairs] = (struct counted_pair){slot, candidate, weight};
            rows[number].pairs++;
        }
    return true;
}

static bool make_room(const struct limit_maker *maker, struct counted_pair **pairs, bool *fault)
{
    struct limit_row *rows = (struct limit_row *)(uintptr_t)maker->rule->row;
    int64_t entries = 0;
    for (int i = 0; i < maker->rule->rows; i++)
        entries += rows[i].pairs;
    if (entries > ENTRIES_MOST) {
        host_fault(maker->host, maker->declaration->origin.line,
                   _("%s counts more than %d pairs. Please narrow “on”, “from” or “to”."),
                   maker->declaration->subject, ENTRIES_MOST);
        *fault = true;
        return true;
    }
    for (int i = 0; i < maker->rule->rows; i++) {
        pairs[i] = talloc_array(rows, struct counted_pair, (unsigned)rows[i].pairs + 1);
        if (!pairs[i])
            return false;
        rows[i].pair = pairs[i];
        rows[i].pairs = 0;
    }
    return true;
}

static bool fill_rows(struct limit_maker *maker, bool *fault)
{
    const struct rule *rule = maker->rule;
    struct counted_pair **pairs =
        talloc_array(maker->scratch, struct counted_pair *, (unsigned)rule->rows + 1);
    if (!pairs)
        return false;
    for (int i = 0; i < rule->relations; i++)
        for (int c = 0; c < maker->host->scheme->relation[rule->relation[i]].pairs; c++)
            visit_pair(maker, i, c, 0, NULL);
    if (!make_room(maker, pairs, fault))
        return false;
    for (int i = 0; i < rule->relations && !*fault; i++) {
        const struct relation *relation = &maker->host->scheme->relation[rule->relation[i]];
        struct asking asking = {maker->host, maker->declaration, "weight", relation};
        for (int c = 0; c < relation->pairs && !*fault; c++) {
            int source = relation->pair_source[c], target = relation->pair_target[c];
            int32_t weight = maker->weight ? maker->weight->number : 1;
            bool from = !maker->from || index_in(maker->from->indices, maker->from->count, source) >= 0;
            bool to = !maker->to || index_in(maker->to->indices, maker->to->count, target) >= 0;
            if (!from || !to)
                continue;
            if (maker->weight && maker->weight->is_function)
                *fault =
                    !ask_number(&asking, &maker->weight->condition, 0, POINTS_MOST, source, target, &weight);
            if (!*fault)
                visit_pair(maker, i, c, weight, pairs);
        }
    }
    return true;
}

bool evaluate_limit(struct host *host, struct declaration *declaration, struct rule *rule)
{
    struct limit_maker maker = {.host = host, .declaration = declaration, .rule = rule};
    bool fault = false;
    maker.from = declaration_value(declaration, "from");
    maker.to = declaration_value(declaration, "to");
    maker.per = declaration_value(declaration, "per");
    maker.by = declaration_value(declaration, "by");
    maker.weight = declaration_value(declaration, "weight");
    maker.scratch = talloc_new(declaration);
    if (!maker.scratch)
        return false;
    if (!bounds_fit(&maker))
        return true;
    bool source = rule->end == END_SOURCE;
    maker.own.end = ends_among(maker.scratch, host->scheme, rule, rule->end, source ? maker.from : maker.to,
                               &maker.own.ends);
    maker.far.end = ends_among(maker.scratch, host->scheme, rule, source ? END_TARGET : END_SOURCE,
                               source ? maker.to : maker.from, &maker.far.ends);
    bool ok = maker.own.end && maker.far.end && label_own(&maker, &fault);
    if (ok && !fault)
        ok = label_far(&maker) && make_rows(&maker, &fault);
    if (ok && !fault)
        ok = fill_rows(&maker, &fault);
    talloc_free(maker.scratch);
    return ok;
}
