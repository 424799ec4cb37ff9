/* A plan (名单): all pairs of all relations, with what each stage measures and the bound that proves it.
 * Plain data; owned by the talloc context that made it. */
#ifndef TONGXIN_MODEL_PLAN_H
#define TONGXIN_MODEL_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/proof.h"
#include "model/repair.h"

struct scheme;

/* The words of the JSON key "status" (ARCHITECTURE.md). */
enum plan_status {
    PLAN_OPTIMAL,    /* every stage's value equals its bound */
    PLAN_FEASIBLE,   /* a valid plan; the clock (or `trouble`) stopped the proof */
    PLAN_NONE_YET,   /* the clock ran out before a plan was found: this does not say there is none */
    PLAN_INFEASIBLE, /* there is no plan */
};
const char *plan_status_word(enum plan_status status);

/* 对子. */
struct pair {
    int relation;
    int source; /* member */
    int target; /* member or window, as the relation says */
    bool kept;  /* the previous plan had it too */
};

/* By relation, source and target; `kept` does not count. */
int pair_compare(const struct pair *one, const struct pair *other);

/* One stage's figure. `bound` is what no plan that is best in the earlier stages can pass. */
struct stage_value {
    const char *name;
    bool more_is_better;
    int64_t value, bound;
};

/* One of the rules, covers and limits that cannot hold together, at all the places where it takes part. */
struct conflict_rule {
    const char *title, *clause, *file;
    int line;
    const char *asks; /* in the reader's language: "at most 3 each"; why the pair was fixed */
    int members, windows;
    int *member, *window; /* [members], [windows] where it takes part, ascending */
    const char *by;       /* of a pair that somebody fixed by hand: who and when; otherwise NULL */
};

/* Why there is no plan: a minimal clash, or several that differ only in the people concerned. */
struct conflict {
    int rules;
    struct conflict_rule *rule; /* [rules] none can be left out */
    int grounds;
    struct conflict_rule *ground; /* [grounds] the relations on whose from, to and within they stand */
    bool minimal;                 /* it is proven that none can be left out */
    int clashes;                  /* how many are told together */
    int members;
    int *member; /* [members] the people concerned, ascending */
    int windows;
    int *window; /* [windows] the windows concerned, ascending */
    int sentences;
    const char **sentence; /* [sentences] the reasons in the reader's language, most telling first */
};

struct plan {
    const char *scheme; /* its name */
    enum plan_status status;
    int stages;
    struct stage_value *stage; /* [stages]; empty where there is no plan */
    int pairs;
    struct pair *pair;   /* [pairs] by (relation, source, target) */
    bool has_previous;   /* a previous plan was given: `kept` means something */
    const char *trouble; /* PLAN_FEASIBLE: what the solver's library said when it, and not the clock, ended
                          * the proof; NULL otherwise */
    bool capped; /* PLAN_FEASIBLE: "change" was not to be best but at most as it is (solve --moves); the
                  * stages behind it are proven best for that */
    const struct proof *proof; /* NULL: none was written down */
    int conflicts;
    struct conflict *conflict; /* [conflicts] that share nothing; 0 otherwise */
    struct repairs *repairs;   /* what would give a plan; NULL: not looked for */
    bool conflicts_whole;      /* without what they name there is a plan; else the clock ended the search */
};

/* A pair as a file names it, before roster and scheme say what that is. Texts are "" where the file has none.
 */
struct named_pair {
    const char *relation;
    const char *source, *source_name;
    const char *target, *target_name;
    int row; /* row of a CSV file; number of the pair, from 1, in JSON */
};

/* A plan as a file holds it. */
struct named_plan {
    const char *file;
    bool is_json;
    const char *scheme; /* "" where the file does not say */
    int pairs;
    struct named_pair *pair; /* [pairs] in the order of the file */
    int stages;
    struct stage_value *stage; /* [stages] what the file claims; CSV files claim nothing */
    struct proof *proof;       /* NULL: the file holds none */
};

/* A plan that claims values and none of the implied stage "fewest" was made before there was that stage: it
 * is taken out of the scheme, so that the plan is judged by its own stages. */
void plan_keep_stages(const struct named_plan *claimed, struct scheme *scheme);

#endif
