#include "planning/check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/check_parts.h"
#include "planning/rules/rules.h"

struct sorted_pair {
    struct pair pair;
    int index;
};

static int compare_sorted(const void *a, const void *b)
{
    const struct sorted_pair *one = a, *other = b;
    int order = pair_compare(&one->pair, &other->pair);
    return order ? order : (one->index > other->index) - (one->index < other->index);
}

static bool sort_pairs(struct checker *checker, const void *owner)
{
    struct sorted_pair *all = talloc_array(owner, struct sorted_pair, (unsigned)checker->pairs + 1);
    if (!all)
        return false;
    for (int i = 0; i < checker->pairs; i++)
        all[i] = (struct sorted_pair){checker->pair[i], i};
    qsort(all, (size_t)checker->pairs, sizeof *all, compare_sorted);
    for (int i = 0; i < checker->pairs; i++) {
        if (i > 0 && pair_compare(&all[i - 1].pair, &all[i].pair) == 0)
            checker->again[all[i].index] = true;
        else
            checker->sorted[checker->distinct++] = all[i].index;
    }
    talloc_free(all);
    return true;
}

static bool make_counts(struct checker *checker, const void *owner)
{
    for (int r = 0; r < checker->scheme->relations; r++) {
        const struct relation *relation = &checker->scheme->relation[r];
        checker->open[r] = checker->part;
        checker->load[r] = talloc_zero_array(owner, int, (unsigned)relation->sources + 1);
        checker->covered[r] = talloc_zero_array(owner, int, (unsigned)relation->targets + 1);
        if (!checker->load[r] || !checker->covered[r])
            return false;
    }
    return true;
}

/* Pairs that are not allowed count as well: their sources do carry them, and the fault is named on its own.
 */
static void count_pairs(struct checker *checker)
{
    for (int i = 0; i < checker->pairs; i++) {
        const struct pair *pair = &checker->pair[i];
        const struct relation *relation = &checker->scheme->relation[pair->relation];
        checker->open[pair->relation] = false;
        checker->candidate[i] = relation_pair(relation, pair->source, pair->target);
        if (checker->again[i])
            continue;
        int source = index_in(relation->source, relation->sources, pair->source);
        int target = index_in(relation->target, relation->targets, pair->target);
        if (source >= 0)
            checker->load[pair->relation][source]++;
        if (target >= 0)
            checker->covered[pair->relation][target]++;
    }
}

bool checker_prepare(struct checker *checker, const void *owner)
{
    unsigned pairs = (unsigned)checker->pairs + 1, relations = (unsigned)checker->scheme->relations + 1;
    checker->scratch = talloc_new(owner);
    checker->sorted = talloc_array(owner, int, pairs);
    checker->again = talloc_zero_array(owner, bool, pairs);
    checker->candidate = talloc_array(owner, int, pairs);
    checker->open = talloc_array(owner, bool, relations);
    checker->load = talloc_array(owner, int *, relations);
    checker->covered = talloc_array(owner, int *, relations);
    checker->cost = talloc_zero_array(owner, int64_t, (unsigned)checker->scheme->rules + 1);
    if (!checker->scratch || !checker->sorted || !checker->again || !checker->candidate || !checker->open ||
        !checker->load || !checker->covered || !checker->cost)
        return false;
    if (!make_counts(checker, owner) || !sort_pairs(checker, owner))
        return false;
    count_pairs(checker);
    return true;
}

bool checker_has(const struct checker *checker, int relation, int source, int target)
{
    const struct pair wanted = {relation, source, target, false};
    int low = 0, high = checker->distinct;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = pair_compare(&checker->pair[checker->sorted[middle]], &wanted);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

void checker_violate(struct checker *checker, const struct origin *origin, int row, const char *format, ...)
{
    struct check_result *result = checker->result;
    struct violation *grown =
        talloc_realloc(result, result->violation, struct violation, (unsigned)result->violations + 1);
    va_list arguments;
    va_start(arguments, format);
    char *message = talloc_vasprintf(result, format, arguments);
    va_end(arguments);
    talloc_free_children(checker->scratch);
    if (grown)
        result->violation = grown;
    if (!grown || !message) {
        checker->failed = true;
        return;
    }
    struct violation *violation = &result->violation[result->violations++];
    *violation = (struct violation){.row = row, .message = message};
    if (origin)
        violation->origin = *origin;
}

int checker_row(const struct checker *checker, int i)
{
    return checker->row ? checker->row[i] : 0;
}

static void check_all(struct checker *checker)
{
    const struct scheme *scheme = checker->scheme;
    for (int r = 0; r < scheme->relations; r++) {
        check_allowed(checker, r);
        check_loads(checker, r);
        check_covers(checker, r);
    }
    for (int c = 0; c < scheme->covers; c++)
        check_shared_cover(checker, &scheme->cover[c]);
    for (int k = 0; k < scheme->rules; k++)
        checker->cost[k] = rule_kinds[scheme->rule[k].kind]->check(checker, &scheme->rule[k]);
}

enum status plan_check(const void *owner, const struct roster *roster, const struct scheme *scheme,
                       const struct pair *pair, int pairs, const int *row, const struct pair *previous,
                       int previous_pairs, bool has_previous, bool part, const struct named_plan *claimed,
                       struct check_result **result, struct error *error)
{
    const struct origin *unset = scheme_unset(scheme);
    if (unset)
        return error_add(
            error, STATUS_MACHINE, NULL,
            _("“%s” of the scheme came without its people and numbers; a check would leave it out "
              "without a word. Nothing was checked. This is a fault of the program."),
            unset->title);
    struct checker checker = {.roster = roster,
                              .scheme = scheme,
                              .pair = pair,
                              .pairs = pairs,
                              .row = row,
                              .part = part,
                              .error = error};
    checker.result = talloc_zero(owner, struct check_result);
    void *work = talloc_new(owner);
    bool done = checker.result && work && checker_prepare(&checker, work);
    if (done) {
        checker.result->pairs = pairs;
        check_all(&checker);
        done = check_stages(&checker, previous, previous_pairs, has_previous);
    }
    if (done)
        check_claims(&checker, claimed);
    talloc_free(work);
    if (!done || checker.failed) {
        talloc_free(checker.result);
        return error_add_memory(error);
    }
    *result = checker.result;
    return STATUS_OK;
}
