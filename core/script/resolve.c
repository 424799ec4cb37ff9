/* From declarations to a scheme: names find what they name, sets become candidate pairs. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/host.h"

/* More candidates than this would not be solved in any office's patience; 20 million also keep every array of
 * the scheme below talloc's largest block. */
enum { PAIRS_MOST = 20 * 1000 * 1000, NAMED_MOST = 5 };

static const char *copy(const void *owner, const char *text)
{
    return talloc_strdup(owner, text ? text : "");
}

static const char *text_of(const struct declaration *declaration, const char *field)
{
    const struct field_value *value = declaration_value(declaration, field);
    return value ? value->text : NULL;
}

static struct origin copy_origin(const void *owner, const struct declaration *declaration)
{
    const char *title = text_of(declaration, "title");
    return (struct origin){
        .name = copy(owner, declaration->origin.name),
        .title = copy(owner, title ? title : declaration->origin.name),
        .clause = copy(owner, text_of(declaration, "clause")),
        .file = copy(owner, declaration->origin.file),
        .line = declaration->origin.line,
    };
}

/* ---- what can be said about the declarations alone ---- */

static void check_declarations(struct host *host)
{
    for (int i = 0; i < host->declarations; i++) {
        struct declaration *one = host->declaration[i];
        if (!one->complete) {
            host_fault(host, one->origin.line, _("%s must be followed by { field = value, ... }, not by %s."),
                       one->subject, _("nothing"));
            one->broken = true;
        }
        if (strcmp(one->origin.name, "all") == 0 && one->word->declares == DECLARES_RELATION)
            host_fault(host, one->origin.line,
                       _("A relation cannot be called “all”, which means every relation. Please choose "
                         "another name."));
        for (int k = 0; k < i; k++) {
            if (!*one->origin.name || strcmp(one->origin.name, host->declaration[k]->origin.name) != 0)
                continue;
            host_fault(host, one->origin.line,
                       _("The name “%s” is taken by %s in line %d. Please choose another one."),
                       one->origin.name, host->declaration[k]->subject, host->declaration[k]->origin.line);
            break;
        }
    }
}

/* ---- relations ---- */

static int *copy_indices(const void *owner, const struct field_value *value)
{
    int *copied = talloc_array(owner, int, value ? (unsigned)value->count : 0);
    if (copied && value && value->count > 0)
        memcpy(copied, value->indices, (size_t)value->count * sizeof(int));
    return copied;
}

static struct range *repeat_range(const void *owner, const struct field_value *value, int count)
{
    struct range *ranges = talloc_array(owner, struct range, (unsigned)count);
    for (int i = 0; ranges && i < count; i++)
        ranges[i] = value ? value->range : (struct range){0, UNLIMITED};
    return ranges;
}

static void enumerate_pairs(struct host *host, struct relation *relation, int line)
{
    int room = PAIRS_MOST;
    for (int i = 0; i < host->scheme->relations; i++)
        room -= host->scheme->relation[i].pairs;
    if (relation_enumerate(host->scheme->relation, relation, host->roster, room))
        return;
    if ((int64_t)relation->sources * relation->targets <= room)
        error_add_memory(host->error);
    else
        host_fault(
            host, line,
            _("The relations up to “%s” have more than %d possible pairs. Please narrow “from”, “to” or "
              "“within”."),
            relation->origin.name, PAIRS_MOST);
    relation->pairs = 0;
}

static void resolve_relation(struct host *host, struct declaration *declaration)
{
    struct relation *relation = &host->scheme->relation[declaration->index];
    const void *owner = host->scheme->relation;
    const struct field_value *from = declaration_value(declaration, "from"),
                             *to = declaration_value(declaration, "to");
    const struct field_value *within = declaration_value(declaration, "within");
    const struct field_value *also = declaration_value(declaration, "also");
    const struct field_value *balance = declaration_value(declaration, "balance");
    const struct field_value *contacts = declaration_value(declaration, "contacts_per_year");
    relation->origin = copy_origin(owner, declaration);
    if (declaration->broken)
        return;
    relation->also_count = also ? also->count : 0;
    relation->also = talloc_array(owner, const char *, (unsigned)relation->also_count);
    for (int i = 0; relation->also && i < relation->also_count; i++)
        relation->also[i] = copy(owner, also->texts[i]);
    relation->sources = from->count;
    relation->source = copy_indices(owner, from);
    relation->target_kind = to->kind;
    relation->targets = to->count;
    relation->target = copy_indices(owner, to);
    relation->within_count = within ? within->count : 0;
    relation->within = copy_indices(owner, within);
    relation->load = repeat_range(owner, declaration_value(declaration, "load"), relation->sources);
    relation->cover = repeat_range(owner, declaration_value(declaration, "cover"), relation->targets);
    relation->balance = balance && balance->number;
    relation->contacts_per_year = contacts ? contacts->number : 0;
    for (int i = 0; i < relation->within_count && relation->target_kind == TARGET_WINDOW; i++) {
        if (relation->within[i] == ATTRIBUTE_WINDOW)
            continue;
        host_fault(
            host, declaration->origin.line,
            _("%s leads to windows, which have no “%s”. Please use within = \"window\" or leave it out."),
            declaration->subject, within->texts[i]);
        declaration->broken = true;
    }
    if (!declaration->broken)
        enumerate_pairs(host, relation, declaration->origin.line);
}

/* Files name a relation by its name, its title or another title: no two may answer to the same. */
static void check_titles(struct host *host)
{
    const struct scheme *scheme = host->scheme;
    for (int i = 0; i < scheme->relations; i++) {
        const struct relation *one = &scheme->relation[i];
        for (int k = -2; k < one->also_count; k++) {
            const char *text = k == -2 ? one->origin.name : k == -1 ? one->origin.title : one->also[k];
            int other = *text ? scheme_relation(scheme, text) : -1;
            if (other >= 0 && other != i && (k != -2 || other > i))
                host_fault(
                    host, one->origin.line,
                    _("“%s” names two relations, “%s” and “%s”, so a file could not tell them apart. Please "
                      "change a title."),
                    text, scheme->relation[other < i ? other : i].origin.name,
                    scheme->relation[other < i ? i : other].origin.name);
        }
    }
}

static int find_relation(struct host *host, struct declaration *declaration, const char *name)
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
        declaration->broken = true;
        if (nearest)
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

/* The relations that `on` or `by` names, ascending and without repetition; `except` is left out of "all". */
static int *find_relations(struct host *host, struct declaration *declaration, const char *field, int except,
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
    for (int i = 0; all && i < relations; i++) {
        named[i] = i != except;
        declaration->broken |= named[i] && host->relation_broken[i];
    }
    for (int i = 0; !all && i < value->count; i++) {
        int found = find_relation(host, declaration, value->texts[i]);
        if (found >= 0)
            named[found] = true;
    }
    for (int i = 0; i < relations; i++)
        if (named[i])
            list[(*count)++] = i;
    talloc_free(named);
    return list;
}

/* ---- covers ---- */

/* Members that no relation of the cover leads to can never be covered: that is a slip in the sets. */
static void check_reach(struct host *host, const struct declaration *declaration, const struct cover *cover)
{
    char *names = talloc_strdup(host, "");
    int missing = 0;
    for (int i = 0; names && i < cover->targets; i++) {
        bool reached = cover->times[i].lo <= cover->shortfall;
        for (int k = 0; k < cover->relations && !reached; k++) {
            const struct relation *relation = &host->scheme->relation[cover->relation[k]];
            reached = index_in(relation->target, relation->targets, cover->target[i]) >= 0;
        }
        if (reached)
            continue;
        if (missing++ < NAMED_MOST)
            names = talloc_asprintf_append(names, "%s%s", missing > 1 ? _(", ") : "",
                                           view_person(names, host->roster, TARGET_MEMBER, cover->target[i]));
    }
    if (missing > NAMED_MOST)
        host_fault(host, declaration->origin.line,
                   _("%s wants members covered whom none of its relations leads to: %s and others, %d in "
                     "all. Please "
                     "check “to” of the relations in “by”."),
                   declaration->subject, names ? names : "", missing);
    else if (missing > 0)
        host_fault(
            host, declaration->origin.line,
            _("%s wants members covered whom none of its relations leads to: %s. Please check “to” of the "
              "relations in “by”."),
            declaration->subject, names ? names : "");
    talloc_free(names);
}

static void resolve_cover(struct host *host, struct declaration *declaration)
{
    struct cover *cover = &host->scheme->cover[declaration->index];
    const struct field_value *of = declaration_value(declaration, "of");
    const struct field_value *shortfall = declaration_value(declaration, "shortfall");
    const struct field_value *times = declaration_value(declaration, "times");
    cover->origin = copy_origin(host->scheme->cover, declaration);
    cover->relation = find_relations(host, declaration, "by", -1, &cover->relations);
    for (int i = 0; i < cover->relations; i++) {
        const struct relation *relation = &host->scheme->relation[cover->relation[i]];
        if (relation->target_kind == TARGET_MEMBER || host->relation_broken[cover->relation[i]])
            continue;
        host_fault(
            host, declaration->origin.line,
            _("%s covers members, but the relation “%s” leads to windows. Please write cover = n in that "
              "relation instead."),
            declaration->subject, relation->origin.name);
        declaration->broken = true;
    }
    if (declaration->broken)
        return;
    cover->targets = of->count;
    cover->target = copy_indices(host->scheme->cover, of);
    cover->times = repeat_range(host->scheme->cover, times, cover->targets);
    if (shortfall)
        cover->shortfall = shortfall->number == 0 || shortfall->number > times->range.lo ? times->range.lo
                                                                                         : shortfall->number;
    check_reach(host, declaration, cover);
}

/* ---- rules ---- */

static void resolve_link(struct host *host, struct declaration *declaration, struct rule *rule)
{
    const struct field_value *to = declaration_value(declaration, "to");
    if (!to)
        return;
    rule->to = find_relation(host, declaration, to->text);
    if (rule->to < 0 || host->relation_broken[rule->to])
        return;
    if (host->scheme->relation[rule->to].target_kind != TARGET_WINDOW) {
        host_fault(host, declaration->origin.line,
                   _("“to” of %s must be a relation that leads to windows; “%s” leads to members."),
                   declaration->subject, to->text);
        declaration->broken = true;
    }
    if (!declaration_value(declaration, "points") && !declaration->broken) {
        host_fault(
            host, declaration->origin.line,
            _("%s has no points. A link that must hold is something that this version does not know yet: "
              "please give it points."),
            declaration->subject);
        declaration->broken = true;
    }
}

static void resolve_rule(struct host *host, struct declaration *declaration)
{
    struct rule *rule = &host->scheme->rule[declaration->index];
    const struct field_value *points = declaration_value(declaration, "points");
    rule->kind = declaration->word->kind;
    rule->origin = copy_origin(host->scheme->rule, declaration);
    rule->stage = -1;
    rule->to = -1;
    rule->points = points ? points->number : 1;
    if (rule->kind == RULE_LINK)
        resolve_link(host, declaration, rule);
    rule->relation = find_relations(host, declaration, "on", rule->to, &rule->relations);
    if (rule->kind == RULE_LINK && rule->to >= 0 &&
        index_in(rule->relation, rule->relations, rule->to) >= 0) {
        host_fault(host, declaration->origin.line,
                   _("%s is on the very relation that it leads to, “%s”. Please leave that one out of “on”."),
                   declaration->subject, host->scheme->relation[rule->to].origin.name);
        declaration->broken = true;
    }
    if (rule->kind == RULE_PREFER && points && !points->is_function &&
        !declaration_value(declaration, "when") && !declaration->broken) {
        host_fault(
            host, declaration->origin.line,
            _("%s gives every pair the same points, which prefers nothing. Please say “when”, or give points "
              "as a function of the pair."),
            declaration->subject);
        declaration->broken = true;
    }
}

/* ---- all together ---- */

static void number_declarations(struct host *host)
{
    struct scheme *scheme = host->scheme;
    for (int i = 0; i < host->declarations; i++) {
        struct declaration *declaration = host->declaration[i];
        int *counter = declaration->word->declares == DECLARES_RELATION ? &scheme->relations
                       : declaration->word->declares == DECLARES_COVER  ? &scheme->covers
                                                                        : &scheme->rules;
        declaration->index = (*counter)++;
    }
}

static bool make_room(struct host *host)
{
    struct scheme *scheme = host->scheme;
    scheme->relation = talloc_zero_array(scheme, struct relation, (unsigned)scheme->relations);
    scheme->cover = talloc_zero_array(scheme, struct cover, (unsigned)scheme->covers);
    scheme->rule = talloc_zero_array(scheme, struct rule, (unsigned)scheme->rules);
    host->relation_broken = talloc_zero_array(host, bool, (unsigned)scheme->relations);
    host->rule = talloc_zero_array(host, struct declaration *, (unsigned)scheme->rules);
    return scheme->relation && scheme->cover && scheme->rule && host->relation_broken && host->rule;
}

static void describe_scheme(struct host *host)
{
    struct scheme *scheme = host->scheme;
    const struct declaration *self = host->self;
    const char *name = self ? text_of(self, "name") : NULL;
    const char *title = self ? text_of(self, "title") : NULL;
    scheme->file = copy(scheme, host->file);
    scheme->name = copy(scheme, name);
    scheme->title = copy(scheme, title ? title : name);
    scheme->source = copy(scheme, self ? text_of(self, "source") : NULL);
    if (!self)
        host_fault(host, 1,
                   _("The file states no scheme. Please begin with: local s = scheme { name = \"...\" }."));
    else if (scheme->relations == 0)
        host_fault(host, self->origin.line,
                   _("The scheme has no relation, so there is nothing to plan. Please add s:relation "
                     "\"name\" { from = "
                     "..., to = ... }."));
}

void resolve_scheme(struct host *host, const void *owner)
{
    host->scheme = talloc_zero(owner, struct scheme);
    if (!host->scheme) {
        error_add_memory(host->error);
        return;
    }
    check_declarations(host);
    number_declarations(host);
    if (!make_room(host)) {
        error_add_memory(host->error);
        return;
    }
    describe_scheme(host);
    static const enum word_declares order[] = {DECLARES_RELATION, DECLARES_COVER, DECLARES_RULE};
    for (int step = 0; step < 3; step++) {
        for (int i = 0; i < host->declarations; i++) {
            struct declaration *declaration = host->declaration[i];
            if (declaration->word->declares != order[step])
                continue;
            if (step == 0) {
                resolve_relation(host, declaration);
                host->relation_broken[declaration->index] = declaration->broken;
            } else if (step == 1) {
                resolve_cover(host, declaration);
            } else {
                host->rule[declaration->index] = declaration;
                resolve_rule(host, declaration);
            }
        }
        if (step == 0)
            check_titles(host);
    }
    resolve_stages(host);
}
