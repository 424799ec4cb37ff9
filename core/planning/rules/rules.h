/* The kinds of rules, one file each; the list in rules.c is all that joins them. */
#ifndef TONGXIN_PLANNING_RULES_RULES_H
#define TONGXIN_PLANNING_RULES_RULES_H

#include "planning/problem.h"

/* What a kind of rule does for planning. */
struct rule_kind_functions {
    const char *word; /* in schemes */
    /* Whether the pair is ruled out altogether; NULL: never. `slot` is the relation's place in
     * rule->relation. */
    bool (*forbids)(const struct rule *rule, int slot, int candidate);
    /* Adds the rule's costs, rows and links to the problem; NULL: it has none. Returns 0 where memory ran
     * out. */
    int (*rows)(struct problem *problem, const struct rule *rule);
};

extern const struct rule_kind_functions rule_forbid, rule_require, rule_must, rule_principle, rule_prefer,
    rule_link, rule_limit, rule_together, rule_apart;

/* [RULE_KINDS] by enum rule_kind. */
extern const struct rule_kind_functions *const rule_kinds[RULE_KINDS];

/* For kinds whose values say which pairs are ruled out. */
bool rule_rules_out(const struct rule *rule, int slot, int candidate);

/* For kinds whose whole work is points on pairs: adds sign * value to the rule's stage. */
int rule_add_points(struct problem *problem, const struct rule *rule, int sign);

#endif
