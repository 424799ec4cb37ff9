/* A scheme (办法) as the core knows it: what a county's Lua script declared, evaluated on one roster.
 * Plain data without any Lua: sets are lists of indices, rules are integers per candidate pair. core/script
 * makes it (a child process will hand it over one day, so nothing here points into an interpreter);
 * core/planning turns it into a problem. Shapes: scripts/README.md. All of it is owned by the scheme (one
 * talloc tree). */
#ifndef TONGXIN_MODEL_SCHEME_H
#define TONGXIN_MODEL_SCHEME_H

#include <stdbool.h>
#include <stdint.h>

#include "model/roster.h"

#define UNLIMITED INT32_MAX

/* From lo to hi, both included; hi may be UNLIMITED. */
struct range {
    int32_t lo, hi;
};

/* Who declared something: its name (what `extends` replaces), its words for people, its place. */
struct origin {
    const char *name;   /* "same-county" */
    const char *title;  /* for people; the name where the scheme says none */
    const char *clause; /* of the measure, "" where none is cited */
    const char *file;   /* the scheme's file name, "jinhua-2022.lua" */
    int line;
};

enum target_kind { TARGET_MEMBER, TARGET_WINDOW };

/* 联系类别: who may contact whom, with how much load. */
struct relation {
    struct origin origin;
    const char **also; /* [also_count] other titles it goes by in files */
    int also_count;
    int sources;
    const int *source; /* [sources] members, ascending */
    enum target_kind target_kind;
    int targets;
    const int *target; /* [targets] members or windows, ascending */
    int within_count;
    const int *within; /* [within_count] columns: a pair must have equal non-empty cells in one of them */
    const struct range *load;  /* [sources] pairs of this relation a source must and may have */
    const struct range *cover; /* [targets] pairs of this relation a target must and may have */
    bool balance;              /* its sources' loads are squared and summed in the stage "balance" */
    int contacts_per_year;     /* 0 where the scheme says none */
    int pairs;                 /* candidate pairs by from, to and within, ascending by (source, target) */
    const int *pair_source, *pair_target; /* [pairs] member; member or window */
};

/* 全覆盖: these targets, so many times, by these relations together. */
struct cover {
    struct origin origin;
    int targets;
    const int *target; /* [targets] members, ascending */
    int relations;
    const int *relation;       /* [relations] */
    const struct range *times; /* [targets] */
    int32_t shortfall;         /* units a target may fall short, counted in the stage "coverage"; 0: hard */
};

/* A rule kind's number is its place in planning's list of kinds (planning/rules/rules.h). */
enum rule_kind { RULE_FORBID, RULE_REQUIRE, RULE_PRINCIPLE, RULE_PREFER, RULE_LINK, RULE_KINDS };

struct rule {
    enum rule_kind kind;
    struct origin origin;
    int relations;
    const int *relation; /* [relations] what it is on, ascending */
    int stage;           /* index into scheme.stage; -1: hard */
    int32_t points;      /* link: per linked pair */
    int to;              /* link: the relation whose pairs open it; -1 otherwise */
    /* [relations][pairs of that relation]: forbid, require: 1 where ruled out; principle: points where
     * broken, else 0; prefer: points earned. NULL for a link. */
    const int32_t *const *value;
};

/* What a stage measures: the built-in names coverage, principle, change, balance, preference, or one's own.
 */
struct scheme_stage {
    const char *name;
    bool more_is_better; /* preference, and own stages that hold only `prefer` and `link` */
};

struct scheme {
    const char *name, *title, *source; /* "jinhua-2022", for people, the document */
    const char *file;                  /* file name for places */
    int relations, covers, rules, stages;
    struct relation *relation;
    struct cover *cover;
    struct rule *rule;
    struct scheme_stage *stage; /* in their order; an earlier stage is never traded for a later one */
};

/* Index of the stage of that name, or -1. */
int scheme_stage(const struct scheme *scheme, const char *name);

/* Index of the relation of that name, title or other title, or -1. */
int scheme_relation(const struct scheme *scheme, const char *text);

/* Fills relation->pairs, pair_source and pair_target from its sets and columns; nobody contacts himself.
 * Owned by `owner`. Returns 0 where memory ran out or the pairs would pass `most`. */
int relation_enumerate(const void *owner, struct relation *relation, const struct roster *roster, int most);

/* Index of the candidate (source, target) of the relation (binary search), or -1. */
int relation_pair(const struct relation *relation, int source, int target);

/* Whether from, to and within allow the pair, worked out anew without the list of candidates. */
bool relation_allows(const struct relation *relation, const struct roster *roster, int source, int target);

/* Index of `value` in the ascending list[0..count), or -1. */
int index_in(const int *list, int count, int value);

/* The window a pair belongs to: the window itself, else the target's; WINDOW_NONE where the target has none.
 */
int pair_window(const struct relation *relation, const struct roster *roster, int target);

/* How people and files name a target: a member's id, a window's name. */
const char *target_id(const struct relation *relation, const struct roster *roster, int target);
/* A member's name, a window's name. */
const char *target_name(const struct relation *relation, const struct roster *roster, int target);

#endif
