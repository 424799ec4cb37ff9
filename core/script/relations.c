/* Relations: sets become candidate pairs, and names find them. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/blame.h"
#include "script/extends.h"

/* More candidates than this would not be solved in any office's patience; 20 million also keep every array of
 * the scheme below talloc's largest block. */
enum { PAIRS_MOST = 20 * 1000 * 1000 };

static const char *copy(const void *owner, const char *text)
{
    return talloc_strdup(owner, text ? text : "");
}

struct origin resolve_origin(const void *owner, const struct declaration *declaration)
{
    const char *title = declaration_text(declaration, "title");
    return (struct origin){
        .name = copy(owner, declaration->origin.name),
        .title = copy(owner, title ? title : declaration->origin.name),
        .clause = copy(owner, declaration_text(declaration, "clause")),
        .file = copy(owner, declaration->origin.file),
        .line = declaration->origin.line,
    };
}

int *resolve_indices(const void *owner, const struct field_value *value)
{
    int *copied = talloc_array(owner, int, value ? (unsigned)value->count : 0);
    if (copied && value && value->count > 0)
        memcpy(copied, value->indices, (size_t)value->count * sizeof(int));
    return copied;
}

struct range *resolve_ranges(const void *owner, const struct field_value *value, int count)
{
    struct range *ranges = talloc_array(owner, struct range, (unsigned)count);
    for (int i = 0; ranges && i < count; i++)
        ranges[i] = value ? value->range : (struct range){0, UNLIMITED, 0};
    return ranges;
}

static void enumerate_pairs(struct host *host, struct relation *relation, int line)
{
    int room = PAIRS_MOST;
    if (host->pairs_told) /* once: every relation behind it would pass the bound, too */
        return;
    for (int i = 0; i < host->scheme->relations; i++)
        room -= host->scheme->relation[i].pairs;
    switch (relation_enumerate(host->scheme->relation, relation, host->roster, room)) {
    case ENUMERATED:
        return;
    case ENUMERATION_TOO_MANY:
        host_fault(
            host, line,
            _("The relations up to “%s” have more than %d possible pairs. Please narrow “from”, “to” or "
              "“within”."),
            relation->origin.name, PAIRS_MOST);
        break;
    case ENUMERATION_NO_MEMORY:
        host_fault(host, line,
                   _("The relations up to “%s” have more possible pairs (%d before it) than a script's "
                     "memory holds. Please narrow “from”, “to” or “within”."),
                   relation->origin.name, PAIRS_MOST - room);
    }
    host->pairs_told = true;
    relation->pairs = 0;
}

static bool take_groups(struct relation *relation, const void *owner, const struct group_list *groups)
{
    const char **names = talloc_array(owner, const char *, (unsigned)groups->count + 1);
    bool ok = names != NULL;
    for (int i = 0; ok && i < groups->count; i++) {
        names[i] = copy(names, groups->name[i]);
        ok = names[i] != NULL;
    }
    relation->group_column = groups->column;
    relation->groups = groups->count;
    relation->group = names;
    return ok;
}

/* Windows and groups have one cell, their own name. */
static void check_within(struct host *host, struct declaration *declaration, const struct relation *relation,
                         const struct field_value *within)
{
    int own = relation->target_kind == TARGET_WINDOW ? ATTRIBUTE_WINDOW : relation->group_column;
    for (int i = 0; i < relation->within_count && relation->target_kind != TARGET_MEMBER; i++) {
        if (relation->within[i] == own)
            continue;
        if (relation->target_kind == TARGET_WINDOW)
            host_fault(
                host, declaration->origin.line,
                _("%s leads to windows, which have no “%s”. Please use within = \"window\" or leave it out."),
                declaration->subject, within->texts[i]);
        else
            host_fault(host, declaration->origin.line,
                       _("%s leads to groups of “%s”, which have no “%s”. Please use that column or leave "
                         "“within” out."),
                       declaration->subject, host->roster->column[own].heading, within->texts[i]);
        declaration->broken = true;
    }
}

static void check_share(struct host *host, struct declaration *declaration, const struct relation *relation)
{
    if (!declaration_value(declaration, "share") ||
        relation->balance[END_SOURCE] + relation->balance[END_TARGET] == 1)
        return;
    host_fault(
        host, declaration->origin.line,
        _("%s has shares, which say who carries how much where one end is balanced. Please write balance "
          "= true, or balance = \"target\"."),
        declaration->subject);
    declaration->broken = true;
}

/* The texts of a field, copied for the scheme; NULL where memory ran out. */
static const char **take_texts(const void *owner, const struct field_value *value, int *count)
{
    *count = value ? value->count : 0;
    const char **list = talloc_array(owner, const char *, (unsigned)*count);
    for (int i = 0; list && i < *count; i++)
        list[i] = copy(owner, value->texts[i]);
    return list;
}

void resolve_relation(struct host *host, struct declaration *declaration)
{
    struct relation *relation = &host->scheme->relation[declaration->index];
    const void *owner = host->scheme->relation;
    const struct field_value *from = declaration_value(declaration, "from"),
                             *to = declaration_value(declaration, "to");
    const struct field_value *within = declaration_value(declaration, "within");
    const struct field_value *balance = declaration_value(declaration, "balance");
    const struct field_value *contacts = declaration_value(declaration, "contacts_per_year");
    relation->origin = resolve_origin(owner, declaration);
    relation->relax = resolve_relax(host, declaration);
    if (declaration->broken)
        return;
    relation->also = take_texts(owner, declaration_value(declaration, "also"), &relation->also_count);
    relation->was = take_texts(owner, declaration_value(declaration, "was"), &relation->was_count);
    relation->sources = from->count;
    relation->source = resolve_indices(owner, from);
    relation->target_kind = to->kind;
    relation->targets = to->count;
    relation->target = resolve_indices(owner, to);
    relation->group_column = -1;
    if (to->kind == TARGET_GROUP && !take_groups(relation, owner, to->groups))
        declaration->broken = true;
    relation->within_count = within ? within->count : 0;
    relation->within = resolve_indices(owner, within);
    relation->load = resolve_ranges(owner, declaration_value(declaration, "load"), relation->sources);
    relation->cover = resolve_ranges(owner, declaration_value(declaration, "cover"), relation->targets);
    for (int end = 0; balance && end < PAIR_ENDS; end++)
        relation->balance[end] = balance->ends[end];
    relation->contacts_per_year = contacts ? contacts->number : 0;
    if (declaration->broken || !relation->also || !relation->was || !relation->source || !relation->target ||
        !relation->within || !relation->load || !relation->cover) {
        error_add_memory(host->error);
        declaration->broken = true;
        return;
    }
    check_within(host, declaration, relation, within);
    check_share(host, declaration, relation);
    if (!declaration->broken)
        enumerate_pairs(host, relation, declaration->origin.line);
}

void resolve_titles(struct host *host)
{
    const struct scheme *scheme = host->scheme;
    for (int i = 0; i < scheme->relations; i++) {
        const struct relation *one = &scheme->relation[i];
        host->file = one->origin.file;
        for (int k = -2; k < one->also_count; k++) {
            const char *text = k == -2 ? one->origin.name : k == -1 ? one->origin.title : one->also[k];
            int other = *text ? scheme_relation(scheme, text) : -1;
            if (other < 0 || other == i || (k == -2 && other < i))
                continue;
            const struct blame blame = blame_relation(host, blame_declaration(host, i), other);
            blame_fault(
                host, &blame,
                _("“%s” names two relations, “%s” and “%s”, so a file could not tell them apart. Please "
                  "change a title."),
                text, scheme->relation[other < i ? other : i].origin.name,
                scheme->relation[other < i ? i : other].origin.name);
        }
    }
}

/* Told where it is removed, which is where the one that speaks of it is amended or removed, too. */
static void complain_removed(struct host *host, const struct declaration *declaration, const char *name,
                             const char *file, int line)
{
    const struct blame blame = blame_place(host, declaration, file, line);
    if (strcmp(blame.file, declaration->origin.file) == 0)
        host_fault(host, declaration->origin.line,
                   _("%s speaks of the relation “%s”, which %s:%d removes. Please amend it there, or "
                     "remove it, too."),
                   declaration->subject, name, file, line);
    else
        blame_missing(host, declaration, &(struct missed){.name = name, .file = file, .line = line});
}

void resolve_was(struct host *host)
{
    const struct scheme *scheme = host->scheme;
    for (int i = 0; i < scheme->relations; i++) {
        const struct relation *one = &scheme->relation[i];
        host->file = one->origin.file;
        for (int k = 0; k < one->was_count; k++) {
            int other = *one->was[k] ? scheme_relation(scheme, one->was[k]) : -1;
            if (other >= 0)
                host_fault(host, one->origin.line,
                           _("Relation “%s”: was = “%s” names what the relation was called in an earlier "
                             "scheme, but this scheme has a relation of that name or title still (line %d). "
                             "Please leave “was” out, or change the other one."),
                           one->origin.name, one->was[k], scheme->relation[other].origin.line);
        }
    }
}

int resolve_name(struct host *host, struct declaration *declaration, const char *name)
{
    const char **names = talloc_array(declaration, const char *, (unsigned)host->scheme->relations);
    int found = -1;
    for (int i = 0; names && i < host->scheme->relations; i++) {
        names[i] = host->scheme->relation[i].origin.name;
        if (found < 0 && strcmp(names[i], name) == 0)
            found = i;
    }
    const char *nearest = names && found < 0 ? text_nearest(name, names, host->scheme->relations) : NULL;
    if (found < 0) {
        const char *file;
        int line;
        declaration->broken = true;
        if (reuse_removed(host, name, &file, &line))
            complain_removed(host, declaration, name, file, line);
        else if (scheme_relation(host->scheme, name) >= 0)
            host_fault(host, declaration->origin.line,
                       _("%s speaks of the relation “%s”, which is a title. Please write its name, “%s”."),
                       declaration->subject, name,
                       host->scheme->relation[scheme_relation(host->scheme, name)].origin.name);
        else if (nearest)
            host_fault(host, declaration->origin.line,
                       _("%s speaks of the relation “%s”, which there is not. Did you "
                         "mean “%s”?"),
                       declaration->subject, name, nearest);
        else
            host_fault(host, declaration->origin.line,
                       _("%s speaks of the relation “%s”, which there is not. Please "
                         "check the name."),
                       declaration->subject, name);
    } else if (host->relation_broken[found]) {
        declaration->broken = true;
    }
    talloc_free(names);
    return found;
}

int *resolve_names(struct host *host, struct declaration *declaration, const char *field, int except,
                   int *count)
{
    const struct field_value *value = declaration_value(declaration, field);
    int relations = host->scheme->relations;
    bool *named = talloc_zero_array(declaration, bool, (unsigned)relations);
    int *list = talloc_array(host->scheme, int, (unsigned)relations);
    *count = 0;
    if (!named || !list || !value)
        return list;
    bool all = value->count == 1 && strcmp(value->texts[0], "all") == 0;
    bool covers = declaration->word->declares == DECLARES_COVER;
    for (int i = 0; all && i < relations; i++) {
        named[i] = i != except && !(covers && host->scheme->relation[i].target_kind != TARGET_MEMBER);
        declaration->broken |= named[i] && host->relation_broken[i];
    }
    for (int i = 0; !all && i < value->count; i++) {
        int found = resolve_name(host, declaration, value->texts[i]);
        if (found >= 0)
            named[found] = true;
    }
    for (int i = 0; i < relations; i++)
        if (named[i])
            list[(*count)++] = i;
    talloc_free(named);
    return list;
}
