/* Times how long it takes to find out why there is no plan, on Jinhua: after each single departure that
 * leaves none (networks), and with the schemes of clashes/ (coupled). Finding the plan itself, running the
 * scheme and the search for repairs are not counted. How to run it: README.md. */
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <time.h>

#include "planning/conflict.h"
#include "planning/departed.h"
#include "planning/solve.h"
#include "roster/roster_read.h"
#include "script/script.h"

enum { CLASH_SECONDS = 5 };

struct tally {
    const char *what;
    double bound, slowest, sum;
    int count, clashes, open; /* open: not proven to be minimal, or to be all */
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int fail(const struct error *error)
{
    for (int i = 0; i < error->count; i++)
        fprintf(stderr, "%s\n", error->fault[i].message);
    return 2;
}

/* Whether there is no plan; then the time is taken of finding out why. */
static bool measure(const void *owner, const struct roster *roster, const struct scheme *scheme,
                    struct tally *tally, struct error *error)
{
    struct plan *plan = NULL;
    const struct solve_request request = {.options = solver_defaults(), .without_reasons = true};
    plan_solve(owner, roster, scheme, &request, &plan, error);
    if (!plan || plan->status != PLAN_INFEASIBLE)
        return false;
    double begin = now();
    conflict_explain(plan, roster, scheme, NULL, 0, CLASH_SECONDS, error);
    double seconds = now() - begin;
    tally->sum += seconds;
    tally->slowest = seconds > tally->slowest ? seconds : tally->slowest;
    tally->count++;
    tally->clashes += plan->conflicts;
    tally->open += !plan->conflicts_whole;
    for (int c = 0; c < plan->conflicts; c++)
        tally->open += !plan->conflict[c].minimal;
    return true;
}

static bool load(const void *owner, const char *name, struct roster *roster, struct scheme **scheme,
                 struct error *error)
{
    struct script_text text;
    return script_find_scheme(owner, name, &text, error) == STATUS_OK &&
           script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, scheme,
                              error) == STATUS_OK;
}

static bool tell(const struct tally *tally)
{
    bool holds = tally->count > 0 && tally->slowest <= tally->bound && tally->open == 0;
    printf("%-44s %5d %8d %8.3f %8.3f %8.0f%s\n", tally->what, tally->count, tally->clashes,
           tally->count ? tally->sum / tally->count : 0, tally->slowest, tally->bound,
           holds ? "" : "  not held");
    return holds;
}

int main(void)
{
    struct error *error = error_new(NULL);
    struct roster *roster;
    struct tidied_list *tidied;
    struct scheme *scheme;
    glob_t found;
    bool holds;
    if (roster_read(error, TREE "/data/jinhua/roster.csv", NULL, &roster, &tidied, error) != STATUS_OK)
        return fail(error);
    printf("%-44s %5s %8s %8s %8s %8s\n", "seconds", "asked", "clashes", "mean", "slowest", "at most");
    struct tally network = {.what = "departures that leave no plan (networks)", .bound = 1};
    for (int m = 0; m < roster->members; m++) {
        void *owner = talloc_new(error);
        if (!load(owner, "jinhua-2022", roster_without(owner, roster, m), &scheme, error))
            return fail(error);
        measure(owner, roster_without(owner, roster, m), scheme, &network, error);
        talloc_free(owner);
    }
    holds = tell(&network);
    if (glob(TREE "/tests/bench/clashes/*.lua", 0, NULL, &found) != 0)
        return 2;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct tally coupled = {.what = strrchr(found.gl_pathv[i], '/') + 1, .bound = 5};
        if (!load(error, found.gl_pathv[i], roster, &scheme, error))
            return fail(error);
        measure(error, roster, scheme, &coupled, error);
        holds = tell(&coupled) && holds;
    }
    globfree(&found);
    talloc_free(error);
    return holds ? 0 : 1;
}
