/* Rosters and schemes put together piece by piece in a test, as plain data. */
#ifndef TONGXIN_TESTS_PLANNING_COUNTY_H
#define TONGXIN_TESTS_PLANNING_COUNTY_H

#include "model/plan.h"

enum { COUNTY_ITEMS = 16 };

struct county {
    struct roster *roster;
    struct scheme *scheme;
};

/* A county of these people: "P1@提案 N1@提案 ..." with ids and windows; P and L are Party members, all others
 * are not. The scheme has the five usual stages and nothing else. Owned by `owner`. */
struct county *county_open(const void *owner, const char *people);

/* Leaves only the stages listed (ending with NULL); before any rule is added. */
void county_stages(struct county *county, const char *const *names);

int county_member(const struct county *county, const char *id);
int county_window(const struct county *county, const char *name);

/* Adds a relation from members whose id begins with `from` to those that begin with `to` ('*': to all
 * windows), within their window or anywhere. Loads and covers may be changed afterwards. Returns its number.
 */
int county_relation(struct county *county, const char *name, char from, char to, struct range load,
                    struct range cover, bool within);

/* Adds a cover of members whose id begins with `of` by the relations listed (ending with -1). */
int county_cover(struct county *county, const char *name, char of, const int *relations, struct range times,
                 int shortfall);

/* Adds a rule on the relations listed (ending with -1), worth nothing anywhere. Returns its number. */
int county_rule(struct county *county, enum rule_kind kind, const char *name, const int *relations,
                const char *stage, int points);

/* Sets what the rule is worth at a pair of its k-th relation; a window is named. */
void county_value(struct county *county, int rule, int k, const char *source, const char *target, int value);

/* The pair, by ids and the window's name. */
struct pair county_pair(const struct county *county, int relation, const char *source, const char *target);

#endif
