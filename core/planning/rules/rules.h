/* The kinds of rules, one file each; the list in rules.c is all that joins them. */
#ifndef TONGXIN_PLANNING_RULES_RULES_H
#define TONGXIN_PLANNING_RULES_RULES_H

#include "model/fields.h"
#include "planning/check_parts.h"
#include "planning/problem.h"

/* What a kind of rule does. All but `forbids` are needed. */
struct rule_kind_functions {
    const char *word;            /* in schemes */
    const struct field *declare; /* the fields that a scheme gives it; ends with one without name */
    /* Whether the pair is ruled out altogether; NULL: never. `slot` is the relation's place in
     * rule->relation. */
    bool (*forbids)(const struct rule *rule, int slot, int candidate);
    /* Adds the rule's costs, rows and links to the problem. Returns 0 where memory ran out. */
    int (*rows)(struct problem *problem, const struct rule *rule);
    /* Works out anew, without rows, what the plan makes of the rule: a violation for each place where a hard
     * rule does not hold; of a soft rule the points that count against the plan (negative: for it). */
    int64_t (*check)(struct checker *checker, const struct rule *rule);
    /* What the rule asks at the row or set `row` (-1: as a whole), a sentence in the reader's language. Owned
     * by `owner`; NULL where memory ran out. */
    char *(*explain)(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row);
    /* What the rule comes to on this roster, in a few words: "rules out 12 of 216 pairs". Like explain. */
    char *(*show)(const void *owner, const struct scheme *scheme, const struct rule *rule);
};

extern const struct rule_kind_functions rule_forbid, rule_require, rule_must, rule_principle, rule_prefer,
    rule_link, rule_limit, rule_together, rule_apart;

/* [RULE_KINDS] by enum rule_kind. */
extern const struct rule_kind_functions *const rule_kinds[RULE_KINDS];

/* ---- what several kinds share ---- */

/* For kinds whose values say which pairs are ruled out. */
bool rule_rules_out(const struct rule *rule, int slot, int candidate);

/* A kind that has no rows: it rules pairs out before there are any. */
int rule_no_rows(struct problem *problem, const struct rule *rule);

/* For kinds whose whole work is points on pairs: adds sign * value to the rule's stage. */
int rule_add_points(struct problem *problem, const struct rule *rule, int sign);

/* Points of the plan's pairs by the rule's values. */
int64_t rule_count_points(const struct checker *checker, const struct rule *rule);

/* Violations for pairs of the plan that the values rule out. `format` names source, target, relation and
 * rule.
 */
void rule_check_ruled_out(struct checker *checker, const struct rule *rule, const char *format);

/* `show` of these kinds. */
char *rule_show_ruled_out(const void *owner, const struct scheme *scheme, const struct rule *rule);

/* Place of the relation in rule->relation, or -1. */
int rule_slot(const struct rule *rule, int relation);

/* Pairs that the rule is on, and those of them whose value is not 0. */
int64_t rule_pairs(const struct scheme *scheme, const struct rule *rule, int64_t *valued);

/* A row of the rule, hard as the rule is, over pairs of the problem; `pair` (and `weight`, NULL: 1 each)
 * belong to it. */
int rule_add_row(struct problem *problem, const struct rule *rule, int end, int row, int n, const int *pair,
                 const int *weight, int64_t lo, int64_t hi);

/* The pairs of the problem (all relations of the rule) that join the two ends given: `own` at the rule's end,
 * `other` at the far one. At most one a relation, into pair[relations]; how many. */
int rule_pairs_between(const struct problem *problem, const struct rule *rule, int own, int other, int *pair);

/* The sources (targets) that the rule's relations have, ascending. Owned by `owner`; *count. NULL where
 * memory ran out. */
int *rule_ends(const void *owner, const struct scheme *scheme, const struct rule *rule, enum pair_end end,
               int *count);

/* The end at which the sets of together and apart meet: sources where they are of targets, and the other way
 * round. */
enum pair_end rule_far(const struct rule *rule);

/* Name and id of a member, name of a window or group, as `relation` numbers its sources or targets. */
char *rule_name_end(const void *owner, const struct roster *roster, const struct relation *relation,
                    enum pair_end end, int index);

/* `explain` of kinds with sets: `these` names rule and set, `people` the rule alone. */
char *rule_explain_set(const void *owner, const struct roster *roster, const struct scheme *scheme,
                       const struct rule *rule, int set, const char *these, const char *people);
/* `show` of these kinds: `format` names how many in how many sets. */
char *rule_show_sets(const void *owner, const struct rule *rule, const char *format);

#endif
