#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "planning/plan_file.h"
#include "planning/plan_names.h"

enum { FAULTS_MOST = 500 };

enum found {
    FOUND,
    LEFT_OUT, /* no longer in the roster: the pair counts nothing */
    FAULTY,   /* a fault says why */
};

struct binder {
    const struct named_plan *named;
    const struct scheme *scheme;
    const struct roster *roster;
    enum bind_unknown unknown;
    struct name_list *names;
    void *scratch; /* texts of the pair at hand */
    bool quiet;    /* nothing is a fault: what cannot be bound is left out */
    int faults;
    struct error *error;
};

static enum found fault(struct binder *binder, const struct named_pair *pair, const char *value,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

static enum found fault(struct binder *binder, const struct named_pair *pair, const char *value,
                        const char *format, ...)
{
    if (binder->quiet)
        return LEFT_OUT;
    va_list arguments;
    va_start(arguments, format);
    char *message = talloc_vasprintf(binder->scratch, format, arguments);
    va_end(arguments);
    bool is_json = binder->named->is_json;
    const struct place place = {.file = binder->named->file, .row = is_json ? 0 : pair->row, .value = value};
    binder->faults++;
    if (!message)
        error_add_memory(binder->error);
    else if (is_json)
        error_add(binder->error, STATUS_INPUT, &place, _("Pair %d: %s"), pair->row, message);
    else
        error_add(binder->error, STATUS_INPUT, &place, "%s", message);
    return FAULTY;
}

static enum found unknown_relation(struct binder *binder, const struct named_pair *pair)
{
    const struct scheme *scheme = binder->scheme;
    const char **words = talloc_array(binder->scratch, const char *, 0);
    char *titles = talloc_strdup(binder->scratch, "");
    int count = 0;
    for (int r = 0; words && titles && r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        words = talloc_realloc(binder->scratch, words, const char *,
                               (unsigned)(count + 2 + relation->also_count));
        if (!words)
            break;
        words[count++] = relation->origin.name;
        words[count++] = relation->origin.title;
        for (int k = 0; k < relation->also_count; k++)
            words[count++] = relation->also[k];
        titles = talloc_asprintf_append(titles, "%s%s", r ? _(", ") : "", relation->origin.title);
    }
    const char *nearest = words && titles ? text_nearest(pair->relation, words, count) : NULL;
    if (nearest)
        return fault(binder, pair, pair->relation, _("The scheme has no relation “%s”. Is “%s” meant?"),
                     pair->relation, nearest);
    return fault(binder, pair, pair->relation,
                 _("The scheme has no relation “%s”. It has: %s. Please use one of these titles."),
                 pair->relation, titles ? titles : "");
}

/* "JH0027 (无党派, 金东某中学)": what tells namesakes apart. */
static char *add_namesake(const struct roster *roster, int m, char *list)
{
    const char *sector = roster->member[m].value[ATTRIBUTE_SECTOR],
               *unit = roster->member[m].value[ATTRIBUTE_UNIT];
    list = talloc_asprintf_append(list, "%s%s", *list ? _(", ") : "", roster->member[m].id);
    if (*sector && *unit)
        return talloc_asprintf_append(list, _(" (%s, %s)"), sector, unit);
    if (*sector || *unit)
        return talloc_asprintf_append(list, _(" (%s)"), *sector ? sector : unit);
    return list;
}

static enum found namesakes(struct binder *binder, const struct named_pair *pair, const char *name, int first,
                            int count)
{
    char *list = talloc_strdup(binder->scratch, "");
    for (int i = 0; list && i < count; i++)
        list = add_namesake(binder->roster, binder->names->entry[first + i].member, list);
    return fault(binder, pair, name, _("%d members are called %s: %s. Please write the id as well."), count,
                 name, list ? list : "");
}

/* A member is expected and a window is named. */
static enum found is_window(struct binder *binder, const struct named_pair *pair, const char *text)
{
    return fault(binder, pair, text, _("“%s” is a window, but a member is expected here in “%s”."), text,
                 pair->relation);
}

static enum found find_by_name(struct binder *binder, const struct named_pair *pair, const char *name,
                               int *member)
{
    const char *folded = names_fold(binder->scratch, name);
    int first, count = folded ? names_find(binder->names, folded, &first) : 0;
    if (!folded) {
        error_add_memory(binder->error);
        return FAULTY;
    }
    if (count == 1) {
        *member = binder->names->entry[first].member;
        return FOUND;
    }
    if (count > 1)
        return namesakes(binder, pair, name, first, count);
    if (roster_window(binder->roster, name) >= 0)
        return is_window(binder, pair, name);
    if (binder->unknown == BIND_LEAVE)
        return LEFT_OUT;
    int near = names_nearest(binder->names, folded);
    if (near >= 0)
        return fault(binder, pair, name, _("No member is called %s. Is %s %s meant?"), name,
                     binder->roster->member[near].name, binder->roster->member[near].id);
    return fault(binder, pair, name, _("No member is called %s. Please check the name, or write the id."),
                 name);
}

/* The one member who bears the name, or NULL. */
static const struct member *bearer(const struct binder *binder, const char *folded)
{
    int first;
    if (!folded || !*folded || names_find(binder->names, folded, &first) != 1)
        return NULL;
    return &binder->roster->member[binder->names->entry[first].member];
}

static enum found unknown_id(struct binder *binder, const struct named_pair *pair, const char *id,
                             const char *name)
{
    if (roster_window(binder->roster, id) >= 0)
        return is_window(binder, pair, id);
    if (binder->unknown == BIND_LEAVE)
        return LEFT_OUT;
    const struct member *other = bearer(binder, names_fold(binder->scratch, name));
    if (other)
        return fault(binder, pair, id, _("No member has the id %s. %s has the id %s: please correct the id."),
                     id, other->name, other->id);
    if (*name)
        return fault(binder, pair, id,
                     _("No member has the id %s, and none is called %s. Please check both."), id, name);
    return fault(binder, pair, id, _("No member has the id %s. Please check it against the roster."), id);
}

static enum found find_member(struct binder *binder, const struct named_pair *pair, const char *id,
                              const char *name, int *member)
{
    if (!*id)
        return find_by_name(binder, pair, name, member);
    *member = roster_member(binder->roster, id);
    if (*member < 0)
        return unknown_id(binder, pair, id, name);
    if (!*name)
        return FOUND;
    const char *said = names_fold(binder->scratch, name);
    const char *known = names_fold(binder->scratch, binder->roster->member[*member].name);
    if (!said || !known) {
        error_add_memory(binder->error);
        return FAULTY;
    }
    if (strcmp(said, known) == 0)
        return FOUND;
    const struct member *other = bearer(binder, said);
    if (other)
        return fault(
            binder, pair, id,
            _("The id %s is that of %s, not of %s, who has the id %s. Please correct the id or the name."),
            id, binder->roster->member[*member].name, name, other->id);
    return fault(binder, pair, id,
                 _("The id %s is that of %s, not of %s. Please correct the id or the name."), id,
                 binder->roster->member[*member].name, name);
}

static enum found unknown_window(struct binder *binder, const struct named_pair *pair, const char *text)
{
    const struct roster *roster = binder->roster;
    int member = roster_member(roster, text), first;
    if (member >= 0 || roster_named(roster, text, &first) > 0)
        return fault(binder, pair, text, _("“%s” is a member, but a window is expected here in “%s”."), text,
                     pair->relation);
    if (binder->unknown == BIND_LEAVE)
        return LEFT_OUT;
    const char **names = talloc_array(binder->scratch, const char *, 2 * (unsigned)roster->windows + 1);
    for (int w = 0; names && w < roster->windows; w++) {
        names[2 * w] = roster->window[w].name;
        names[2 * w + 1] = roster->window[w].full_name;
    }
    const char *nearest = names ? text_nearest(text, names, 2 * roster->windows) : NULL;
    if (nearest)
        return fault(binder, pair, text, _("There is no window “%s”. Is “%s” meant?"), text, nearest);
    return fault(binder, pair, text, _("There is no window “%s”. Please check its name against the roster."),
                 text);
}

static enum found find_window(struct binder *binder, const struct named_pair *pair, int *window)
{
    const char *text = *pair->target ? pair->target : pair->target_name;
    *window = roster_window(binder->roster, text);
    if (*window < 0)
        return unknown_window(binder, pair, text);
    if (*pair->target_name && roster_window(binder->roster, pair->target_name) != *window)
        return fault(binder, pair, pair->target_name,
                     _("“%s” and “%s” are not the same window. Please correct one of them."), pair->target,
                     pair->target_name);
    if (binder->unknown != BIND_REFUSE && binder->roster->window[*window].members == 0)
        return LEFT_OUT;
    return FOUND;
}

static enum found find_group(struct binder *binder, const struct relation *relation,
                             const struct named_pair *pair, int *group)
{
    const char *text = *pair->target ? pair->target : pair->target_name;
    *group = relation_group(relation, text);
    if (*group >= 0)
        return FOUND;
    if (binder->unknown == BIND_LEAVE)
        return LEFT_OUT;
    const char *heading = binder->roster->column[relation->group_column].heading;
    const char *nearest = text_nearest(text, relation->group, relation->groups);
    if (nearest)
        return fault(binder, pair, text, _("No “%s” is called “%s”. Is “%s” meant?"), heading, text, nearest);
    return fault(binder, pair, text, _("No “%s” is called “%s”. Please check it against the roster."),
                 heading, text);
}

static enum found find_target(struct binder *binder, const struct relation *relation,
                              const struct named_pair *named, int *target)
{
    switch (relation->target_kind) {
    case TARGET_WINDOW:
        return find_window(binder, named, target);
    case TARGET_GROUP:
        return find_group(binder, relation, named, target);
    case TARGET_MEMBER:
        break;
    }
    return find_member(binder, named, named->target, named->target_name, target);
}

/* Whether both ends are in the relation, and its pair is possible. */
static bool fits(struct binder *binder, const struct named_pair *named, int r)
{
    const struct relation *relation = &binder->scheme->relation[r];
    int source, target;
    return find_member(binder, named, named->source, named->source_name, &source) == FOUND &&
           find_target(binder, relation, named, &target) == FOUND &&
           relation_pair(relation, source, target) >= 0;
}

/* The relation that a previous plan's pair belongs to under this scheme, or -1. Where a relation was divided,
 * the part in which the pair is possible. */
static int relation_that_was(struct binder *binder, const struct named_pair *named)
{
    const struct scheme *scheme = binder->scheme;
    int first = scheme_relation_was(scheme, named->relation, 0), found = first;
    bool quiet = binder->quiet;
    binder->quiet = true;
    while (found >= 0 && !fits(binder, named, found))
        found = scheme_relation_was(scheme, named->relation, found + 1);
    binder->quiet = quiet;
    return found >= 0 ? found : first;
}

/* A relation that is gone ends its pairs, where the plan was made by an earlier scheme; a table of pairs that
 * people write may have misspelt it. */
static bool may_be_gone(const struct binder *binder)
{
    return binder->unknown == BIND_KEPT || (binder->unknown == BIND_LEAVE && binder->named->is_json);
}

/* Both ends are looked up even where the first is at fault, so that all faults of a row are said at once. */
static enum found bind_pair(struct binder *binder, const struct named_pair *named, struct pair *pair)
{
    int r = scheme_relation(binder->scheme, named->relation);
    enum found unknown = FOUND;
    if (r < 0 && binder->unknown != BIND_REFUSE)
        r = relation_that_was(binder, named);
    if (r < 0 && may_be_gone(binder))
        return LEFT_OUT;
    if (r < 0)
        unknown = unknown_relation(binder, named);
    enum found source = find_member(binder, named, named->source, named->source_name, &pair->source);
    if (r < 0)
        return unknown;
    const struct relation *relation = &binder->scheme->relation[r];
    enum found target = find_target(binder, relation, named, &pair->target);
    pair->relation = r;
    pair->kept = false;
    if (binder->unknown == BIND_KEPT && source == FOUND && target == FOUND &&
        relation->target_kind == TARGET_MEMBER && pair->source == pair->target)
        return LEFT_OUT; /* a successor is the other end himself */
    return source > target ? source : target;
}

struct place_of_pair {
    struct pair pair;
    int named; /* index into named->pair */
};

static int compare_places(const void *a, const void *b)
{
    const struct place_of_pair *one = a, *other = b;
    int order = pair_compare(&one->pair, &other->pair);
    return order ? order : (one->named > other->named) - (one->named < other->named);
}

static void twice(struct binder *binder, const struct pair *pair, const struct named_pair *named,
                  const struct named_pair *before)
{
    const struct relation *relation = &binder->scheme->relation[pair->relation];
    const struct member *source = &binder->roster->member[pair->source];
    const char *target = target_name(relation, binder->roster, pair->target);
    if (relation->target_kind == TARGET_MEMBER)
        target = talloc_asprintf(binder->scratch, "%s %s", target,
                                 target_id(relation, binder->roster, pair->target));
    fault(binder, named, NULL,
          binder->named->is_json ? _("“%s” of %s %s with %s stands already as pair %d. Please keep one.")
                                 : _("“%s” of %s %s with %s stands already in row %d. Please keep one."),
          relation->origin.title, source->name, source->id, target ? target : "", before->row);
}

/* Whether the two, which are one pair now, may have been two: ends or relations fell together. */
static bool may_be_joined(const struct binder *binder, int one, int other)
{
    const struct named_pair *pair = binder->named->pair;
    return binder->unknown == BIND_KEPT ||
           (binder->unknown == BIND_LEAVE && strcmp(pair[one].relation, pair[other].relation) != 0 &&
            (scheme_relation(binder->scheme, pair[one].relation) < 0 ||
             scheme_relation(binder->scheme, pair[other].relation) < 0));
}

/* Every pair that stood before is left out where they fell together, else a fault; first[i] is the earlier
 * pair's index, so that faults come in the order of the file. named[i] is the index into named->pair of bound
 * pair i. */
static enum status find_twice(struct binder *binder, struct pair *pair, int *row, int *named, int *pairs)
{
    int count = *pairs, kept = 0;
    struct place_of_pair *sorted = talloc_array(binder->scratch, struct place_of_pair, (unsigned)count + 1);
    int *first = talloc_array(binder->scratch, int, (unsigned)count + 1);
    if (!sorted || !first)
        return error_add_memory(binder->error);
    for (int i = 0; i < count; i++)
        sorted[i] = (struct place_of_pair){pair[i], i};
    qsort(sorted, (size_t)count, sizeof *sorted, compare_places);
    for (int i = 0, start = 0; i < count; i++) {
        if (i > 0 && pair_compare(&sorted[i].pair, &sorted[start].pair) != 0)
            start = i;
        first[sorted[i].named] = sorted[start].named;
    }
    const struct named_pair *text = binder->named->pair;
    for (int i = 0; i < count && binder->faults < FAULTS_MOST; i++) {
        if (first[i] != i && may_be_joined(binder, named[i], named[first[i]]))
            continue;
        if (first[i] != i)
            twice(binder, &pair[i], &text[named[i]], &text[named[first[i]]]);
        pair[kept] = pair[i]; /* named[] stays: those that come later point into it */
        row[kept++] = row[i];
    }
    *pairs = kept;
    return STATUS_OK;
}

static enum status bind_all(struct binder *binder, struct pair *pair, int *row, int *named, int *pairs)
{
    const struct named_plan *plan = binder->named;
    *pairs = 0;
    for (int i = 0; i < plan->pairs && binder->faults < FAULTS_MOST; i++) {
        if (bind_pair(binder, &plan->pair[i], &pair[*pairs]) == FOUND) {
            row[*pairs] = plan->pair[i].row;
            named[(*pairs)++] = i;
        }
        talloc_free_children(binder->scratch);
    }
    enum status status = find_twice(binder, pair, row, named, pairs);
    if (binder->faults >= FAULTS_MOST) {
        const struct place place = {.file = plan->file};
        error_add(binder->error, STATUS_INPUT, &place,
                  _("Reading ended here after %d faults. Please check that plan, scheme and roster belong "
                    "together."),
                  binder->faults);
    }
    return status;
}

enum status plan_bind(const void *owner, const struct named_plan *named, const struct scheme *scheme,
                      const struct roster *roster, enum bind_unknown unknown, struct pair **pair, int *pairs,
                      int **row, struct error *error)
{
    struct binder binder = {
        .named = named, .scheme = scheme, .roster = roster, .unknown = unknown, .error = error};
    binder.quiet = unknown == BIND_KEPT;
    int before = error->count, count = 0;
    void *made = talloc_new(owner);
    unsigned room = (unsigned)named->pairs + 1;
    struct pair *bound = talloc_array(made, struct pair, room);
    int *rows = talloc_array(made, int, room), *numbers = talloc_array(made, int, room);
    binder.scratch = talloc_new(made);
    binder.names = names_make(made, roster);
    if (!bound || !rows || !numbers || !binder.scratch || !binder.names) {
        talloc_free(made);
        return error_add_memory(error);
    }
    enum status status = bind_all(&binder, bound, rows, numbers, &count);
    if (error->count > before)
        status = error->status;
    if (status == STATUS_OK) {
        *pair = talloc_steal(owner, bound);
        *pairs = count;
        if (row)
            *row = talloc_steal(owner, rows);
    }
    talloc_free(made);
    return status;
}
