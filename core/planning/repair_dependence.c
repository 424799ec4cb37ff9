/* How far relations hang on who is in which window. */
#include <string.h>
#include <talloc.h>

#include "planning/moved.h"
#include "planning/repair_parts.h"

static bool same_ints(const int *one, const int *other, int count)
{
    return count == 0 || memcmp(one, other, (size_t)count * sizeof *one) == 0;
}

static bool same_ranges(const struct range *one, const struct range *other, int count)
{
    for (int i = 0; i < count; i++)
        if (one[i].lo != other[i].lo || one[i].hi != other[i].hi || one[i].points != other[i].points)
            return false;
    return true;
}

static bool same_ends(const struct relation *one, const struct relation *other)
{
    return one->sources == other->sources && one->targets == other->targets &&
           same_ints(one->source, other->source, one->sources) &&
           same_ints(one->target, other->target, one->targets);
}

/* Sets and bounds. */
static bool same_rows_of_ends(const struct relation *one, const struct relation *other)
{
    return same_ends(one, other) && same_ranges(one->load, other->load, one->sources) &&
           same_ranges(one->cover, other->cover, one->targets);
}

static bool same_pairs(const struct relation *one, const struct relation *other)
{
    return one->pairs == other->pairs && same_ints(one->pair_source, other->pair_source, one->pairs) &&
           same_ints(one->pair_target, other->pair_target, one->pairs);
}

/* Which rows and sets the rule has, whatever pairs they count. */
static bool same_rows(const struct rule *one, const struct rule *other)
{
    if (one->kind != other->kind || one->relations != other->relations || one->rows != other->rows ||
        one->sets != other->sets)
        return false;
    for (int i = 0; i < one->rows; i++) {
        const struct limit_row *row = &one->row[i], *also = &other->row[i];
        if (row->end != also->end || !same_ranges(&row->range, &also->range, 1) ||
            strcmp(row->team, also->team) != 0 || strcmp(row->part, also->part) != 0)
            return false;
    }
    for (int i = 0; i < one->sets; i++)
        if (one->set[i].count != other->set[i].count ||
            !same_ints(one->set[i].end, other->set[i].end, one->set[i].count))
            return false;
    return true;
}

/* What the rule says of each pair, on relations whose pairs are the same. */
static bool same_values(const struct scheme *scheme, const struct rule *one, const struct rule *other)
{
    bool same = true;
    for (int i = 0; same && one->value && i < one->relations; i++) {
        int pairs = scheme->relation[one->relation[i]].pairs;
        same = pairs == 0 || memcmp(one->value[i], other->value[i], (size_t)pairs * sizeof **one->value) == 0;
    }
    for (int i = 0; same && i < one->rows; i++) {
        const struct limit_row *row = &one->row[i], *also = &other->row[i];
        same =
            row->pairs == also->pairs &&
            (row->pairs == 0 || memcmp(row->pair, also->pair, (size_t)row->pairs * sizeof *row->pair) == 0);
    }
    return same;
}

static bool same_cover(const struct cover *one, const struct cover *other)
{
    return one->targets == other->targets && same_ints(one->target, other->target, one->targets) &&
           same_ranges(one->times, other->times, one->targets);
}

static void compare_rule(const struct scheme *scheme, const struct rule *one, const struct rule *other,
                         struct dependence *found)
{
    bool rows = same_rows(one, other), pairs = true;
    for (int i = 0; i < one->relations;
         i++) /* where pairs differ values cannot be compared, nor need they be */
        pairs = pairs && !found->pairs[one->relation[i]];
    bool values = rows && (!pairs || same_values(scheme, one, other));
    for (int i = 0; i < one->relations; i++) {
        found->rows[one->relation[i]] = found->rows[one->relation[i]] || !rows;
        found->pairs[one->relation[i]] = found->pairs[one->relation[i]] || !pairs || !values;
    }
}

/* Whether the scheme has the rule, and it is on the relation. */
static bool concerns(const struct scheme *scheme, int rule, int relation)
{
    return rule < scheme->rules &&
           index_in(scheme->rule[rule].relation, scheme->rule[rule].relations, relation) >= 0;
}

static void compare_schemes(const struct scheme *one, const struct scheme *other, struct dependence *found)
{
    for (int r = 0; r < one->relations; r++) {
        found->rows[r] = found->rows[r] || !same_rows_of_ends(&one->relation[r], &other->relation[r]);
        found->pairs[r] = found->pairs[r] || !same_pairs(&one->relation[r], &other->relation[r]);
    }
    for (int c = 0; c < one->covers; c++)
        for (int k = 0; !same_cover(&one->cover[c], &other->cover[c]) && k < one->cover[c].relations; k++)
            found->rows[one->cover[c].relation[k]] = true;
    for (int r = 0; r < one->rules || r < other->rules; r++) {
        bool both = r < one->rules && r < other->rules;
        if (both && strcmp(one->rule[r].origin.name, other->rule[r].origin.name) == 0)
            compare_rule(one, &one->rule[r], &other->rule[r], found);
        else /* pins come and go with their pairs */
            for (int k = 0; k < one->relations; k++)
                found->rows[k] = found->rows[k] || concerns(one, r, k) || concerns(other, r, k);
    }
}

static void depends_all(const struct scheme *scheme, struct dependence *found)
{
    for (int r = 0; r < scheme->relations; r++)
        found->pairs[r] = found->rows[r] = true;
}

/* Runs the scheme with everybody dealt out to the windows anew, those without one, too. */
static bool deal_and_compare(const struct roster *roster, const struct scheme *scheme,
                             const struct rerun *rerun, int step, struct dependence *found)
{
    void *scratch = talloc_new(found);
    struct change *turn = talloc_zero_array(scratch, struct change, (unsigned)roster->members + 1);
    int *order = talloc_array(scratch, int, (unsigned)roster->windows + 1), used = 0;
    bool ran = false;
    for (int w = 0; order && w < roster->windows; w++)
        if (roster->window[w].members > 0)
            order[used++] = w;
    for (int m = 0; turn && used > 0 && m < roster->members; m++)
        turn[m] = (struct change){
            .kind = CHANGE_MOVE, .index = -1, .member = m, .window = order[(m / step + m % step) % used]};
    struct error *ignored = error_new(scratch);
    struct roster *dealt =
        turn && order && ignored ? roster_moved(scratch, roster, turn, used > 0 ? roster->members : 0) : NULL;
    struct scheme *under = NULL;
    if (dealt && rerun->run(rerun->context, scratch, dealt, &under, ignored) == STATUS_OK &&
        under->relations == scheme->relations && under->covers == scheme->covers) {
        compare_schemes(scheme, under, found);
        ran = true;
    }
    talloc_free(scratch);
    return ran;
}

struct dependence *dependence_find(const void *owner, const struct roster *roster,
                                   const struct scheme *scheme, const struct rerun *rerun, int few_moves)
{
    struct dependence *found = talloc_zero(owner, struct dependence);
    if (!found)
        return NULL;
    found->pairs = talloc_zero_array(found, bool, (unsigned)scheme->relations + 1);
    found->rows = talloc_zero_array(found, bool, (unsigned)scheme->relations + 1);
    if (!found->pairs || !found->rows)
        return NULL;
    if (!rerun || !rerun->run)
        return found; /* nobody can be moved */
    if ((int64_t)roster->members * roster->windows <= few_moves ||
        !deal_and_compare(roster, scheme, rerun, 2, found) ||
        !deal_and_compare(roster, scheme, rerun, 7, found))
        depends_all(scheme, found);
    return found;
}
