#include <talloc.h>

#include "base/language.h"
#include "planning/check_parts.h"

static const char *cell_of(const struct checker *checker, const struct relation *relation, int column,
                           int target)
{
    const char *text = "";
    if (relation->target_kind == TARGET_MEMBER)
        text = checker->roster->member[target].value[column];
    else if (column == ATTRIBUTE_WINDOW || relation->target_kind == TARGET_GROUP)
        text = target_name(relation, checker->roster, target);
    return *text ? text : _("none");
}

/* Why the ends do not go together although each is allowed: "they are not of the same 窗口 (提案委 and
 * 经济委)". */
static char *within_reason(struct checker *checker, const struct relation *relation, const struct pair *pair)
{
    const struct roster *roster = checker->roster;
    if (relation->within_count == 1) {
        int column = relation->within[0];
        const char *cell = roster->member[pair->source].value[column];
        return talloc_asprintf(checker->scratch, _("they are not of the same %s (%s and %s)"),
                               roster->column[column].heading, *cell ? cell : _("none"),
                               cell_of(checker, relation, column, pair->target));
    }
    char *headings = talloc_strdup(checker->scratch, "");
    for (int i = 0; headings && i < relation->within_count; i++)
        headings = talloc_asprintf_append(headings, "%s%s", i ? _(", ") : "",
                                          roster->column[relation->within[i]].heading);
    return headings ? talloc_asprintf(checker->scratch, _("they agree in none of %s"), headings) : NULL;
}

static void add_reason(struct checker *checker, char **reasons, const char *reason)
{
    if (*reasons && reason)
        *reasons = talloc_asprintf_append(*reasons, "%s%s", **reasons ? _("; ") : "", reason);
    if (!*reasons || !reason)
        checker->failed = true;
}

/* The sentence has named both ends with their ids when a reason names one of them again, so that names are
 * enough. */
static void not_allowed(struct checker *checker, const struct relation *relation, int i)
{
    const struct pair *pair = &checker->pair[i];
    char *reasons = talloc_strdup(checker->scratch, "");
    bool people = relation->target_kind == TARGET_MEMBER, himself = people && pair->source == pair->target;
    bool from = index_in(relation->source, relation->sources, pair->source) >= 0;
    bool to = index_in(relation->target, relation->targets, pair->target) >= 0;
    const char *source = checker->roster->member[pair->source].name;
    const char *target =
        people ? checker->roster->member[pair->target].name : check_target(checker, relation, pair->target);
    if (himself)
        add_reason(checker, &reasons, _("nobody can be his or her own contact"));
    if (!from)
        add_reason(checker, &reasons,
                   talloc_asprintf(checker->scratch, _("%s is not among those who may contact"), source));
    if (!to)
        add_reason(checker, &reasons,
                   talloc_asprintf(checker->scratch, _("%s is not among those to be contacted"), target));
    /* Each end by itself may be allowed; what is left is the column that both must share. */
    if (from && to && !himself)
        add_reason(checker, &reasons, within_reason(checker, relation, pair));
    checker_violate(checker, &relation->origin, checker_row(checker, i),
                    _("%s may not contact %s in “%s”: %s."), check_person(checker, pair->source),
                    check_target(checker, relation, pair->target), relation->origin.title,
                    reasons ? reasons : "");
}

void check_allowed(struct checker *checker, int r)
{
    const struct relation *relation = &checker->scheme->relation[r];
    for (int i = 0; i < checker->pairs; i++) {
        const struct pair *pair = &checker->pair[i];
        if (pair->relation != r)
            continue;
        if (checker->again[i])
            checker_violate(checker, &relation->origin, checker_row(checker, i),
                            _("%s and %s are listed twice in “%s”. Please keep one of the two."),
                            check_person(checker, pair->source),
                            check_target(checker, relation, pair->target), relation->origin.title);
        else if (!relation_allows(relation, checker->roster, pair->source, pair->target))
            not_allowed(checker, relation, i);
    }
}
