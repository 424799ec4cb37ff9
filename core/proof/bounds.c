/* Stages that only a value and a bound are written down for: solved once more in another form. Those of one
 * part; and, where a stage is capped instead of best, those of all parts together. */
#include <talloc.h>

#include "base/language.h"
#include "proof/proof_parts.h"

/* No bound lies farther off: differences of two stay within 64 bits. */
static const int64_t FARTHEST = INT64_MAX / 8;

static int64_t sign_of(const struct checking *checking, int stage)
{
    return checking->problem->stage[stage].more_is_better ? -1 : 1;
}

/* What no choice changes: it is of all parts together, and of none. */
static int64_t constant(const struct checking *checking, int stage)
{
    return checking->whole ? checking->problem->stage[stage].constant + checking->idle[stage] : 0;
}

/* What the file says of a value that the solver counts. */
static int64_t figure(const struct checking *checking, int stage, int64_t value)
{
    return sign_of(checking, stage) * (value + constant(checking, stage));
}

/* The other way round; `figure` is within FARTHEST. */
static int64_t counted(const struct checking *checking, int stage, int64_t figure)
{
    return sign_of(checking, stage) * figure - constant(checking, stage);
}

/* Whether the line's value is that of the pairs (*value, as the solver counts), and its bound may be one. */
static bool figures_fit(struct checking *checking, int c, int stage, const struct proof_line *line,
                        int64_t *value)
{
    const char *name = proof_stage(checking, stage);
    bool fits = component_value(checking, checking->chosen, c, stage, value) && *value > -FARTHEST &&
                *value < FARTHEST;
    if (!fits || line->value != figure(checking, stage, *value)) {
        proof_fault(
            checking,
            _("The proof says that part %d has the value %lld in the stage “%s”; its pairs give %lld."),
            line->part, (long long)line->value, name, fits ? (long long)figure(checking, stage, *value) : 0);
        return false;
    }
    if (line->bound < -FARTHEST || line->bound > FARTHEST || counted(checking, stage, line->bound) > *value) {
        proof_fault(checking,
                    _("The proof says that no plan passes %lld with part %d in the stage “%s”; its own pairs "
                      "do."),
                    (long long)line->bound, line->part, name);
        return false;
    }
    if (__builtin_add_overflow(checking->open[stage], *value - counted(checking, stage, line->bound),
                               &checking->open[stage])) {
        proof_fault(checking, _("In the proof of part %d, stage “%s”, the figures are too large."),
                    line->part, name);
        return false;
    }
    return true;
}

static bool bound_is_passed(struct checking *checking, int stage, const struct proof_line *line,
                            int64_t found)
{
    proof_fault(checking,
                _("The proof says that no plan passes %lld with part %d in the stage “%s”; solved again, "
                  "one has %lld."),
                (long long)line->bound, line->part, proof_stage(checking, stage),
                (long long)figure(checking, stage, found));
    return false;
}

bool check_bound(struct checking *checking, int c, int stage, const struct proof_line *line, bool loose)
{
    int64_t value = 0, found = 0;
    bool least;
    if (!figures_fit(checking, c, stage, line, &value))
        return false;
    if (loose) {
        proof_tell(checking, stage, PROOF_OPEN, c);
        return true;
    }
    enum proof_outcome outcome = component_solve_again(checking, c, stage, value, &found, &least);
    if (outcome == PROOF_WRONG && found < counted(checking, stage, line->bound))
        return bound_is_passed(checking, stage, line, found);
    if (counted(checking, stage, line->bound) != value)
        outcome = PROOF_OPEN;
    proof_tell(checking, stage, outcome, c);
    checking->done[stage] = outcome != PROOF_OPEN;
    return true;
}

/* The stage that need not be best: its bound is the best there is, its value what was allowed. */
static bool check_capped(struct checking *checking, int stage, const struct proof_line *line, bool loose)
{
    int64_t value = 0, found = 0;
    bool least = false;
    enum proof_outcome outcome = PROOF_OPEN;
    if (!figures_fit(checking, 0, stage, line, &value))
        return false;
    if (line->at_most != line->value) {
        proof_fault(checking,
                    _("The proof says that the stage “%s” was allowed %lld; the pairs come to %lld there."),
                    proof_stage(checking, stage), (long long)line->at_most, (long long)line->value);
        return false;
    }
    if (!loose) {
        component_solve_again(checking, 0, stage, value, &found, &least);
        if (least && found > counted(checking, stage, line->bound)) {
            proof_fault(checking,
                        _("The proof says that the best plans come to %lld in the stage “%s”; solved again, "
                          "they come to %lld."),
                        (long long)line->bound, proof_stage(checking, stage),
                        (long long)figure(checking, stage, found));
            return false;
        }
        if (least && found < counted(checking, stage, line->bound))
            return bound_is_passed(checking, stage, line, found);
        outcome = least ? PROOF_RESOLVED : PROOF_TRUSTED;
    }
    proof_tell(checking, stage, outcome, 0);
    checking->done[stage] = true; /* a row keeps it at what the pairs come to, which is what was allowed */
    checking->result->capped = proof_stage(checking, stage);
    checking->result->at_most = line->at_most;
    return true;
}

/* All items as those of one part. */
static bool join(const void *owner, int components, struct dealt *dealt)
{
    int *first = talloc_zero_array(owner, int, 3);
    if (!first)
        return false;
    first[1] = first[2] = dealt->first[components];
    dealt->first = first;
    return true;
}

/* Rows without any pair that fall short in every plan. False: memory ran out, or beyond 64 bits. */
static bool find_idle(struct checking *checking, const void *owner)
{
    bool fits = true;
    checking->idle = talloc_zero_array(owner, int64_t, (unsigned)checking->view->stages + 1);
    *checking->failed = *checking->failed || !checking->idle;
    for (int i = 0; checking->idle && i < checking->view->sums; i++) {
        const struct solver_sum *sum = &checking->view->sum[i];
        int64_t points;
        if (sum->n > 0 || sum->stage == SOLVER_HARD || sum->lo <= 0)
            continue;
        fits = fits && !__builtin_mul_overflow(sum->under, sum->lo, &points) &&
               !__builtin_add_overflow(checking->idle[sum->stage], points, &checking->idle[sum->stage]) &&
               checking->idle[sum->stage] < FARTHEST;
    }
    if (!fits)
        proof_fault(checking, _("In the proof of part %d, stage “%s”, the figures are too large."),
                    PROOF_WHOLE, proof_stage(checking, checking->capped));
    return checking->idle && fits;
}

void check_whole(const struct checking *checking, const void *owner)
{
    struct checking whole = *checking;
    bool loose = false;
    int parts = checking->components;
    if (!join(owner, parts, &whole.pairs) || !join(owner, parts, &whole.sums) ||
        !join(owner, parts, &whole.curves) || !join(owner, parts, &whole.links)) {
        *checking->failed = true;
        return;
    }
    if (!find_idle(&whole, owner))
        return;
    whole.components = 1;
    whole.whole = true;
    whole.by_face = checking->all_by_face;
    whole.done = checking->all_done;
    for (int s = 0; s < checking->capped; s++)
        loose = loose || !whole.done[s];
    for (int s = checking->capped; s < checking->view->stages; s++) {
        const struct proof_line *line = &checking->plan->proof->line[checking->whole_line[s]];
        whole.by_face[s] = whole.done[s] = false;
        if (!(s == checking->capped ? check_capped(&whole, s, line, loose)
                                    : check_bound(&whole, 0, s, line, loose))) {
            proof_tell(&whole, s, PROOF_WRONG, 0);
            return;
        }
        loose = loose || !whole.done[s];
    }
}
