/* All plans of a small problem, one by one: every subset of its candidate pairs is held against every row,
 * and the lexicographically best are counted. No bound, no order, no search: what is counted here cannot be
 * cut off wrongly. Shares nothing with core/ and solver/. Standard input: problems as rows.py writes them
 * (the shapes stand there); standard output: a line a problem: plans that keep all rows, best plans among
 * them, the largest of the best as a bit set, a sum over the best that tells sets of plans apart, any one
 * plan, the least and the most pairs that a plan has, the values of the stages. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAIRS_MOST = 20, STAGES_MOST = 16, ROWS_MOST = 4000 };

/* "keep": sum of weights within lo..hi. "outside": points for each unit outside. "short": units below lo, at
 * most `points` of them, and never above hi. "earn": the weights of the chosen pairs. "square": points times
 * the square of the number chosen. "link": points if pair `first` is chosen and any of the others. "need": if
 * `first`, then any of the others. "clash": not one of these and one of `other`. "always": points in every
 * plan. */
enum row_kind { KEEP, OUTSIDE, SHORT, EARN, SQUARE, LINK, NEED, CLASH, ALWAYS };

struct row {
    enum row_kind kind;
    int stage, first;
    int64_t points, lo, hi;
    uint32_t pairs, other;
    bool weighted;
    int64_t weight[PAIRS_MOST];
};

struct problem {
    int pairs, stages, rows;
    int64_t direction[STAGES_MOST]; /* 1: less is better, -1: more */
    struct row row[ROWS_MOST];
};

static struct problem problem;

static int64_t number(void)
{
    int64_t value;
    if (scanf("%" SCNd64, &value) != 1) {
        fputs("brute: a number is missing\n", stderr);
        exit(2);
    }
    return value;
}

static int number_below(int64_t end)
{
    int64_t value = number();
    if (value < 0 || value >= end) {
        fprintf(stderr, "brute: %" PRId64 " is out of range\n", value);
        exit(2);
    }
    return (int)value;
}

static uint32_t read_pairs(void)
{
    uint32_t pairs = 0;
    for (int left = number_below(PAIRS_MOST + 1); left > 0; left--)
        pairs |= (uint32_t)1 << number_below(problem.pairs);
    return pairs;
}

static void read_weights(struct row *row)
{
    for (int left = number_below(PAIRS_MOST + 1); left > 0; left--) {
        int pair = number_below(problem.pairs);
        row->pairs |= (uint32_t)1 << pair;
        row->weight[pair] = number();
        row->weighted = row->weighted || row->weight[pair] != 1;
    }
}

static void read_row(char kind)
{
    if (problem.rows == ROWS_MOST) {
        fputs("brute: too many rows\n", stderr);
        exit(2);
    }
    struct row *row = &problem.row[problem.rows++];
    *row = (struct row){.kind = KEEP};
    switch (kind) {
    case 'k':
        row->kind = KEEP, row->lo = number(), row->hi = number(), read_weights(row);
        break;
    case 'o':
    case 's':
        row->kind = kind == 'o' ? OUTSIDE : SHORT, row->stage = number_below(problem.stages),
        row->points = number();
        row->lo = number(), row->hi = number(), read_weights(row);
        break;
    case 'e':
        row->kind = EARN, row->stage = number_below(problem.stages), read_weights(row);
        break;
    case 'q':
        row->kind = SQUARE, row->stage = number_below(problem.stages), row->points = number();
        row->pairs = read_pairs();
        break;
    case 'l':
        row->kind = LINK, row->stage = number_below(problem.stages), row->points = number();
        row->first = number_below(problem.pairs), row->pairs = read_pairs();
        break;
    case 'n':
        row->kind = NEED, row->first = number_below(problem.pairs), row->pairs = read_pairs();
        break;
    case 'x':
        row->kind = CLASH, row->pairs = read_pairs(), row->other = read_pairs();
        break;
    case 'a':
        row->kind = ALWAYS, row->stage = number_below(problem.stages), row->points = number();
        break;
    default:
        fprintf(stderr, "brute: no row is called %c\n", kind);
        exit(2);
    }
}

static int64_t sum(const struct row *row, uint32_t plan)
{
    uint32_t chosen = plan & row->pairs;
    int64_t total = 0;
    for (int pair = 0; chosen != 0; pair++, chosen >>= 1)
        if (chosen & 1)
            total += row->weighted ? row->weight[pair] : 1;
    return total;
}

/* Adds what the row counts to the stages; false where the plan breaks it. */
static bool hold(const struct row *row, uint32_t plan, int64_t *value)
{
    bool first = plan >> row->first & 1;
    int64_t count;
    switch (row->kind) {
    case KEEP:
        count = sum(row, plan);
        return row->lo <= count && count <= row->hi;
    case OUTSIDE:
        count = sum(row, plan);
        if (count < row->lo)
            value[row->stage] += row->points * (row->lo - count);
        if (count > row->hi)
            value[row->stage] += row->points * (count - row->hi);
        return true;
    case SHORT:
        count = sum(row, plan);
        if (count < row->lo)
            value[row->stage] += row->lo - count;
        return count <= row->hi && row->lo - count <= row->points;
    case EARN:
        value[row->stage] += sum(row, plan);
        return true;
    case SQUARE:
        count = sum(row, plan), value[row->stage] += row->points * count * count;
        return true;
    case LINK:
        if (first && (plan & row->pairs) != 0)
            value[row->stage] += row->points;
        return true;
    case NEED:
        return !first || (plan & row->pairs) != 0;
    case CLASH:
        return (plan & row->pairs) == 0 || (plan & row->other) == 0;
    case ALWAYS:
        value[row->stage] += row->points;
        return true;
    }
    return false;
}

static int count_pairs(uint32_t plan)
{
    int count = 0;
    for (; plan != 0; plan &= plan - 1)
        count++;
    return count;
}

/* Below 0: one is better than other. */
static int compare(const int64_t *one, const int64_t *other)
{
    for (int stage = 0; stage < problem.stages; stage++)
        if (one[stage] != other[stage])
            return (one[stage] < other[stage]) == (problem.direction[stage] > 0) ? -1 : 1;
    return 0;
}

static uint64_t scatter(uint64_t plan)
{
    plan = (plan + 1) * 0x9E3779B97F4A7C15u;
    plan ^= plan >> 29;
    return plan * 0xBF58476D1CE4E5B9u;
}

static void try_all_plans(void)
{
    int64_t best[STAGES_MOST] = {0}, value[STAGES_MOST];
    uint64_t plans = 0, best_plans = 0, trace = 0, any_key = 0;
    uint32_t largest = 0, any = 0;
    int least = 0, most = 0;
    for (uint32_t plan = 0; plan < (uint32_t)1 << problem.pairs; plan++) {
        bool holds = true;
        for (int stage = 0; stage < problem.stages; stage++)
            value[stage] = 0;
        for (int row = 0; row < problem.rows && holds; row++)
            holds = hold(&problem.row[row], plan, value);
        if (!holds)
            continue;
        uint64_t key = scatter(plan);
        int size = count_pairs(plan);
        least = plans == 0 || size < least ? size : least;
        most = size > most ? size : most;
        if (plans++ == 0 || key > any_key)
            any = plan, any_key = key;
        int order = plans == 1 ? -1 : compare(value, best);
        if (order < 0) {
            best_plans = 0, trace = 0;
            for (int stage = 0; stage < problem.stages; stage++)
                best[stage] = value[stage];
        }
        if (order <= 0)
            best_plans++, largest = plan, trace += key;
    }
    printf("%" PRIu64 " %" PRIu64 " %" PRIu32 " %" PRIu64 " %" PRIu32 " %d %d", plans, best_plans, largest,
           trace, any, least, most);
    for (int stage = 0; stage < problem.stages; stage++)
        printf(" %" PRId64, best[stage]);
    putchar('\n');
}

int main(void)
{
    char word;
    while (scanf(" %c", &word) == 1) {
        if (word == '=') {
            try_all_plans();
        } else if (word == 'p') {
            problem.pairs = number_below(PAIRS_MOST + 1), problem.stages = number_below(STAGES_MOST + 1);
            problem.rows = 0;
            for (int stage = 0; stage < problem.stages; stage++)
                problem.direction[stage] = number();
        } else {
            read_row(word);
        }
    }
    return 0;
}
