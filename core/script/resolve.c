/* From declarations to a scheme: covers, rules, and all together. See relations.c and stages.c too. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/blame.h"
#include "script/extends.h"
#include "script/habits.h"
#include "script/typed_columns.h"

enum { NAMED_MOST = 5 }; /* people whom one fault names */

/* ---- what can be said about the declarations alone ---- */

static void complain_name(struct host *host, const struct declaration *one, const struct declaration *other)
{
    if (other->amended)
        host_fault(
            host, one->origin.line,
            _("“%s” is amended in line %d and declared anew here, so that the amendment would be lost. "
              "Please keep one of the two."),
            one->origin.name, other->origin.line);
    else
        host_fault(host, one->origin.line,
                   _("The name “%s” is taken by %s in line %d. Please choose another one."), one->origin.name,
                   other->subject, other->origin.line);
}

static void check_declarations(struct host *host)
{
    for (int i = 0; i < host->declarations; i++) {
        struct declaration *one = host->declaration[i];
        host->file = one->origin.file;
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
            complain_name(host, one, host->declaration[k]);
            break;
        }
    }
}

/* What replaces stands where the replaced did, and what was removed and declared anew where it was. */
static void order_declarations(struct host *host)
{
    for (int i = 1; i < host->declarations; i++) {
        struct declaration *one = host->declaration[i];
        int at = i;
        for (; at > 0 && host->declaration[at - 1]->order > one->order; at--)
            host->declaration[at] = host->declaration[at - 1];
        host->declaration[at] = one;
    }
}

/* A declaration that is left out of the scheme without a word would lose a duty: a broken one has its fault.
 */
void resolve_check_whole(struct host *host)
{
    for (int i = 0; i < host->declarations && host->error->status == STATUS_OK; i++) {
        const struct declaration *one = host->declaration[i];
        if (!one->broken)
            continue;
        host->file = one->origin.file;
        host_fault(host, one->origin.line,
                   _("%s could not be taken up. Please write its fields out anew, one by one."),
                   one->subject);
    }
}

/* ---- covers ---- */

/* More than there are who may contact by any of the relations. */
static void check_pool(struct host *host, const struct declaration *declaration, const struct cover *cover)
{
    int pool = 0;
    for (int k = 0; k < cover->relations; k++)
        pool += host->scheme->relation[cover->relation[k]].sources;
    for (int i = 0; i < cover->targets && pool > 0; i++) {
        if (cover->times[i].lo - cover->shortfall <= pool)
            continue;
        const struct blame blame = blame_relations(host, declaration, cover->relation, cover->relations);
        blame_fault(host, &blame,
                    _("“times” of %s wants %d for each, but the relations in “by” have only %d who may "
                      "contact. Please "
                      "write a smaller number, or widen “by”."),
                    blame.subject, cover->times[i].lo, pool);
        return;
    }
}

/* Members that no relation of the cover leads to can never be covered: that is a slip in the sets. */
void resolve_reach(struct host *host, const struct declaration *declaration)
{
    const struct cover *cover = &host->scheme->cover[declaration->index];
    check_pool(host, declaration, cover);
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
            names = talloc_asprintf_append(
                names, "%s%s", missing > 1 ? _(", ") : "",
                view_person(names, host->roster,
                            &(struct end){.kind = TARGET_MEMBER, .index = cover->target[i]}));
    }
    const struct blame blame = blame_relations(host, declaration, cover->relation, cover->relations);
    if (missing > NAMED_MOST)
        blame_fault(host, &blame,
                    _("%s wants members covered whom none of its relations leads to: %s and others, %d in "
                      "all. Please "
                      "check “to” of the relations in “by”."),
                    blame.subject, names ? names : "", missing);
    else if (missing > 0)
        blame_fault(
            host, &blame,
            _("%s wants members covered whom none of its relations leads to: %s. Please check “to” of the "
              "relations in “by”."),
            blame.subject, names ? names : "");
    talloc_free(names);
}

static void resolve_cover(struct host *host, struct declaration *declaration)
{
    struct cover *cover = &host->scheme->cover[declaration->index];
    const struct field_value *of = declaration_value(declaration, "of");
    const struct field_value *shortfall = declaration_value(declaration, "shortfall");
    const struct field_value *times = declaration_value(declaration, "times");
    cover->origin = resolve_origin(host->scheme->cover, declaration);
    cover->relax = resolve_relax(host, declaration);
    cover->relation = resolve_names(host, declaration, "by", -1, &cover->relations);
    for (int i = 0; i < cover->relations; i++) {
        const struct relation *relation = &host->scheme->relation[cover->relation[i]];
        if (relation->target_kind == TARGET_MEMBER || host->relation_broken[cover->relation[i]])
            continue;
        const struct blame blame = blame_relation(host, declaration, cover->relation[i]);
        blame_fault(
            host, &blame,
            relation->target_kind == TARGET_WINDOW
                ? _("%s covers members, but the relation “%s” leads to windows. Please write cover = n in "
                    "that relation instead.")
                : _("%s covers members, but the relation “%s” leads to groups. Please write cover = n in "
                    "that relation instead."),
            blame.subject, relation->origin.name);
        declaration->broken = true;
    }
    if (declaration->broken)
        return;
    cover->targets = of->count;
    cover->target = resolve_indices(host->scheme->cover, of);
    cover->times = resolve_ranges(host->scheme->cover, times, cover->targets);
    if (!cover->target || !cover->times) {
        error_add_memory(host->error);
        return;
    }
    int32_t most = times->is_function ? POINTS_MOST : times->range.lo;
    if (shortfall)
        cover->shortfall = shortfall->number == 0 || shortfall->number > most ? most : shortfall->number;
}

/* ---- rules ---- */

static void resolve_link(struct host *host, struct declaration *declaration, struct rule *rule)
{
    const struct field_value *to = declaration_value(declaration, "to");
    if (!to)
        return;
    rule->to = resolve_name(host, declaration, to->text);
    if (rule->to < 0 || host->relation_broken[rule->to])
        return;
    const struct relation *relation = &host->scheme->relation[rule->to];
    const struct blame blame = blame_relation(host, declaration, rule->to);
    if (relation->target_kind == TARGET_MEMBER)
        blame_fault(
            host, &blame,
            _("“to” of %s must be a relation that leads to windows or groups; “%s” leads to members."),
            blame.subject, to->text);
    else if (relation->target_kind == TARGET_GROUP &&
             host->roster->column[relation->group_column].type == VALUE_LIST)
        blame_fault(
            host, &blame,
            _("“to” of %s leads to groups of “%s”, of which a member may be in several. Please link to "
              "windows, or to groups of a column with one value a member."),
            blame.subject, host->roster->column[relation->group_column].heading);
    else
        return;
    declaration->broken = true;
}

/* Rules that count or compare targets of several relations: they must be of one kind. */
static void check_one_kind(struct host *host, struct declaration *declaration, const struct rule *rule)
{
    const struct relation *first = &host->scheme->relation[rule->relation[0]];
    for (int i = 1; i < rule->relations; i++) {
        const struct relation *other = &host->scheme->relation[rule->relation[i]];
        if (other->target_kind == first->target_kind && other->group_column == first->group_column)
            continue;
        const struct blame blame = blame_relations(host, declaration, rule->relation, rule->relations);
        blame_fault(
            host, &blame,
            _("%s is on “%s” and “%s”, whose targets are not of one kind. Please write one rule for each "
              "kind."),
            blame.subject, first->origin.name, other->origin.name);
        declaration->broken = true;
        return;
    }
}

/* A set of the rule's targets must be of their kind. */
static void check_kind_of_set(struct host *host, struct declaration *declaration, const struct rule *rule,
                              const struct field_value *set, enum pair_end end)
{
    const struct relation *first = &host->scheme->relation[rule->relation[0]];
    enum target_kind kind = end == END_SOURCE ? TARGET_MEMBER : first->target_kind;
    bool fits = set->kind == kind;
    if (fits && kind == TARGET_GROUP)
        fits = set->groups->column == first->group_column;
    if (fits)
        return;
    const struct blame blame = blame_relation(host, declaration, rule->relation[0]);
    blame_fault(host, &blame,
                end == END_SOURCE
                    ? _("%s needs a set of members here: sources are members. Please check the set.")
                    : _("%s needs a set of what “%s” leads to. Please check the set."),
                blame.subject, first->origin.name);
    declaration->broken = true;
}

static void resolve_limit(struct host *host, struct declaration *declaration, struct rule *rule)
{
    const struct field_value *per = declaration_value(declaration, "per");
    const struct field_value *to = declaration_value(declaration, "to");
    bool exactly = declaration_value(declaration, "exactly");
    bool bounds = declaration_value(declaration, "min") || declaration_value(declaration, "max");
    rule->end = per ? per->end : END_SOURCE;
    if (rule->relations == 0 || declaration->broken)
        return;
    if (exactly == bounds) {
        host_fault(host, declaration->origin.line,
                   bounds ? _("%s has “exactly” besides “min” or “max”. Please keep one of the two.")
                          : _("%s says no number. Please write min = n, max = n or exactly = n."),
                   declaration->subject);
        declaration->broken = true;
        return;
    }
    if (rule->end == END_TARGET || to || declaration_value(declaration, "by"))
        check_one_kind(host, declaration, rule);
    if (to && !declaration->broken)
        check_kind_of_set(host, declaration, rule, to, END_TARGET);
}

static void resolve_sets(struct host *host, struct declaration *declaration, struct rule *rule)
{
    const struct field_value *per = declaration_value(declaration, "per");
    const struct field_value *of = declaration_value(declaration, "of");
    /* Per source: at each source, what is kept together or apart are targets. */
    rule->end = per && per->end == END_TARGET ? END_SOURCE : END_TARGET;
    if (rule->relations == 0 || declaration->broken)
        return;
    check_one_kind(host, declaration, rule);
    if (!of->is_function && !declaration->broken)
        check_kind_of_set(host, declaration, rule, of, rule->end);
}

static void resolve_named_pairs(struct host *host, struct declaration *declaration)
{
    if (declaration->broken || declaration_value(declaration, "when") ||
        declaration_value(declaration, "pairs"))
        return;
    host_fault(
        host, declaration->origin.line,
        _("%s does not say which pairs. Please write when = ..., or pairs = { { \"JH0001\", \"JH0002\" }, "
          "... }."),
        declaration->subject);
    declaration->broken = true;
}

/* Exactly so many for everybody, in the declaration itself. */
static bool is_exact(const struct declaration *declaration, const char *field)
{
    const struct field_value *value = declaration_value(declaration, field);
    return value && !value->is_function && value->range.points == 0 && value->range.lo == value->range.hi;
}

/* Whether a cover without shortfall says how many pairs lead to all the relation's targets, by relations that
 * the rule is on, too. */
static bool is_covered_exactly(const struct host *host, const struct rule *rule, int r)
{
    const struct scheme *scheme = host->scheme;
    for (int i = 0; i < host->declarations; i++) {
        const struct declaration *declaration = host->declaration[i];
        if (declaration->word->declares != DECLARES_COVER || declaration->broken ||
            !is_exact(declaration, "times") || declaration_value(declaration, "shortfall"))
            continue;
        const struct cover *cover = &scheme->cover[declaration->index];
        bool whole = index_in(cover->relation, cover->relations, r) >= 0;
        for (int k = 0; k < cover->relations; k++)
            whole = whole && index_in(rule->relation, rule->relations, cover->relation[k]) >= 0;
        for (int k = 0; k < scheme->relation[r].targets; k++)
            whole = whole && index_in(cover->target, cover->targets, scheme->relation[r].target[k]) >= 0;
        if (whole)
            return true;
    }
    return false;
}

/* Whether the scheme fixes how many pairs the rule's relations have: then the same points for all say
 * nothing. */
static bool number_is_fixed(const struct host *host, const struct rule *rule)
{
    for (int k = 0; k < rule->relations; k++) {
        const struct declaration *relation = blame_declaration(host, rule->relation[k]);
        bool fixed = relation && (is_exact(relation, "load") || is_exact(relation, "cover"));
        if (!fixed && !(is_covered_exactly(host, rule, rule->relation[k]) && !host->request->no_roster))
            return false;
    }
    return rule->relations > 0;
}

static void resolve_rule(struct host *host, struct declaration *declaration)
{
    struct rule *rule = &host->scheme->rule[declaration->index];
    const struct field_value *points = declaration_value(declaration, "points");
    rule->kind = declaration->word->kind;
    rule->origin = resolve_origin(host->scheme->rule, declaration);
    rule->stage = -1;
    rule->to = -1;
    rule->points = points ? points->number : 1;
    rule->relax = resolve_relax(host, declaration);
    if (rule->kind == RULE_LINK)
        resolve_link(host, declaration, rule);
    rule->relation = resolve_names(host, declaration, "on", rule->to, &rule->relations);
    if (rule->kind == RULE_LINK && rule->to >= 0 &&
        index_in(rule->relation, rule->relations, rule->to) >= 0) {
        host_fault(host, declaration->origin.line,
                   _("%s is on the very relation that it leads to, “%s”. Please leave that one out of “on”."),
                   declaration->subject, host->scheme->relation[rule->to].origin.name);
        declaration->broken = true;
    }
    if (rule->kind == RULE_LIMIT)
        resolve_limit(host, declaration, rule);
    if (rule->kind == RULE_TOGETHER || rule->kind == RULE_APART)
        resolve_sets(host, declaration, rule);
    if (rule->kind == RULE_FORBID || rule->kind == RULE_MUST)
        resolve_named_pairs(host, declaration);
    if (rule->kind == RULE_PREFER && points && !points->is_function &&
        !declaration_value(declaration, "when") && !declaration->broken && number_is_fixed(host, rule)) {
        host_fault(host, declaration->origin.line,
                   _("%s gives every pair the same points, and how many pairs there are is fixed, so that it "
                     "prefers "
                     "nothing. Please say “when”, or give points as a function of the pair."),
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
    const char *name = self ? declaration_text(self, "name") : NULL;
    const char *source = self ? declaration_text(self, "source") : NULL;
    const char *title = self ? declaration_text(self, "title") : NULL;
    host->file = self ? self->origin.file : host->request->text->file;
    scheme->file = talloc_strdup(scheme, host->request->text->file);
    scheme->name = talloc_strdup(scheme, name ? name : "");
    scheme->title = talloc_strdup(scheme, title ? title : name ? name : "");
    scheme->source = talloc_strdup(scheme, source ? source : "");
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
    habits_check(host);
    reuse_check(host);
    order_declarations(host);
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
            host->file = declaration->origin.file;
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
        if (step == 0) {
            resolve_titles(host);
            resolve_was(host);
        }
    }
    resolve_stages(host);
    blame_tell(host);
    pair_columns_check(host);
    if (!needs_hand_over(host) || !params_hand_over(host))
        error_add_memory(host->error);
}
