#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/check_parts.h"

int checker_cover_count(const struct checker *checker, const struct cover *cover, int i)
{
    int count = 0;
    for (int k = 0; k < cover->relations; k++) {
        const struct relation *relation = &checker->scheme->relation[cover->relation[k]];
        int target = relation->target_kind == TARGET_MEMBER
                         ? index_in(relation->target, relation->targets, cover->target[i])
                         : -1;
        if (target >= 0)
            count += checker->covered[cover->relation[k]][target];
    }
    return count;
}

/* Missing units of the covers that may fall short. */
static int64_t shortfalls(const struct checker *checker)
{
    int64_t missing = 0;
    for (int c = 0; c < checker->scheme->covers; c++) {
        const struct cover *cover = &checker->scheme->cover[c];
        for (int i = 0; cover->shortfall > 0 && i < cover->targets; i++) {
            int count = checker_cover_count(checker, cover, i);
            if (count < cover->times[i].lo)
                missing += cover->times[i].lo - count;
        }
    }
    return missing;
}

static int64_t squares(const struct checker *checker)
{
    int64_t sum = 0;
    for (int r = 0; r < checker->scheme->relations; r++) {
        const struct relation *relation = &checker->scheme->relation[r];
        for (int i = 0; relation->balance[END_SOURCE] && i < relation->sources; i++)
            sum += (int64_t)checker->load[r][i] * checker->load[r][i] *
                   relation_balance_scale(checker->scheme, relation, END_SOURCE, i);
        for (int i = 0; relation->balance[END_TARGET] && i < relation->targets; i++)
            sum += (int64_t)checker->covered[r][i] * checker->covered[r][i] *
                   relation_balance_scale(checker->scheme, relation, END_TARGET, i);
    }
    return sum;
}

static int64_t points_outside(const struct range *range, int64_t count)
{
    int64_t under = range->lo - count, over = range->hi == UNLIMITED ? 0 : count - range->hi;
    return range->points * (under > 0 ? under : over > 0 ? over : 0);
}

/* Loads and covers outside what the scheme wants in principle. */
static int64_t outside_principle(const struct checker *checker)
{
    int64_t points = 0;
    for (int r = 0; r < checker->scheme->relations; r++) {
        const struct relation *relation = &checker->scheme->relation[r];
        for (int i = 0; i < relation->sources; i++)
            points += points_outside(&relation->load[i], checker->load[r][i]);
        for (int i = 0; i < relation->targets; i++)
            points += points_outside(&relation->cover[i], checker->covered[r][i]);
    }
    return points;
}

/* Previous pairs that the plan lacks, whether or not the scheme would still allow them. */
static int64_t changes(const struct checker *checker, const struct pair *previous, int pairs)
{
    int64_t lost = 0;
    for (int i = 0; i < pairs; i++)
        lost += !checker_has(checker, previous[i].relation, previous[i].source, previous[i].target);
    return lost;
}

/* What the stage's rules cost: points of broken principles and limits, less what preferences and links earn.
 */
static int64_t rules_cost(const struct checker *checker, int stage, bool *any)
{
    int64_t cost = 0;
    for (int k = 0; k < checker->scheme->rules; k++) {
        if (checker->scheme->rule[k].stage != stage)
            continue;
        *any = true;
        cost += checker->cost[k];
    }
    return cost;
}

static bool allows_shortfall(const struct scheme *scheme)
{
    for (int c = 0; c < scheme->covers; c++)
        if (scheme->cover[c].shortfall > 0)
            return true;
    return false;
}

bool check_stages(struct checker *checker, const struct pair *previous, int previous_pairs, bool has_previous)
{
    const struct scheme *scheme = checker->scheme;
    struct check_result *result = checker->result;
    result->stage = talloc_array(result, struct stage_value, (unsigned)scheme->stages + 1);
    if (!result->stage)
        return false;
    for (int s = 0; s < scheme->stages; s++) {
        const struct scheme_stage *stage = &scheme->stage[s];
        bool is_coverage = strcmp(stage->name, "coverage") == 0,
             is_change = strcmp(stage->name, "change") == 0, is_fewest = strcmp(stage->name, "fewest") == 0;
        bool ruled = false;
        int64_t cost = rules_cost(checker, s, &ruled);
        if ((is_coverage && !allows_shortfall(scheme) && !ruled) || (is_change && !has_previous) ||
            (is_fewest && !scheme_number_is_open(scheme)))
            continue;
        if (is_coverage)
            cost += shortfalls(checker);
        else if (is_change)
            cost += changes(checker, previous, previous_pairs);
        else if (is_fewest)
            cost += checker->distinct;
        else if (strcmp(stage->name, "balance") == 0)
            cost += squares(checker);
        else if (strcmp(stage->name, "principle") == 0)
            cost += outside_principle(checker);
        int64_t value = stage->more_is_better ? -cost : cost;
        result->stage[result->stages++] =
            (struct stage_value){stage->name, stage->more_is_better, value, value};
    }
    return true;
}

static const struct stage_value *claim_of(const struct named_plan *claimed, const char *name)
{
    for (int i = 0; claimed && i < claimed->stages; i++)
        if (strcmp(claimed->stage[i].name, name) == 0)
            return &claimed->stage[i];
    return NULL;
}

void check_claims(struct checker *checker, const struct named_plan *claimed)
{
    bool best = true; /* in the stages so far: a bound binds plans that are */
    for (int s = 0; s < checker->result->stages; s++) {
        struct stage_value *stage = &checker->result->stage[s];
        const struct stage_value *claim = claim_of(claimed, stage->name);
        if (!claim)
            continue;
        stage->bound = claim->bound;
        if (claim->value != stage->value)
            checker_violate(
                checker, NULL, 0,
                _("The file says that the stage “%s” has the value %lld, but its pairs give %lld."),
                stage->name, (long long)claim->value, (long long)stage->value);
        /* A bound says what no plan that is best in the earlier stages can pass, so a value beyond it proves
         * the claim wrong. A plan made by hand may give up one stage for a later one. */
        else if (best && (stage->more_is_better ? claim->value > claim->bound : claim->value < claim->bound))
            checker_violate(
                checker, NULL, 0,
                _("The file says of the stage “%s” that no plan passes %lld, but its own pairs do: "
                  "they give %lld."),
                stage->name, (long long)claim->bound, (long long)claim->value);
        best = best && (stage->more_is_better ? claim->value >= claim->bound : claim->value <= claim->bound);
    }
}
