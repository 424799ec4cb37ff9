/* Telling clashes. Between the files conflict*.c only. */
#ifndef TONGXIN_PLANNING_CONFLICT_PARTS_H
#define TONGXIN_PLANNING_CONFLICT_PARTS_H

#include "model/plan.h"
#include "planning/clash.h"
#include "planning/ended.h"

enum {
    NAMES_SHOWN = 12
}; /* people named in one sentence; the rest is counted, and listed in plan->conflict */

/* The relation, cover or rule that the row is of. */
const struct origin *duty_origin(const struct problem *problem, const struct duty *duty);

/* Of a pair that somebody fixed by hand; NULL where it is none. */
const struct pinned *duty_pinned(const struct problem *problem, const struct duty *duty);

/* The title, without who fixed a pair and why. */
const char *duty_title(const struct problem *problem, const struct duty *duty);

/* Whether `duty->end` is a member; a window. */
bool duty_ends_in_member(const struct problem *problem, const struct duty *duty);
bool duty_ends_in_window(const struct problem *problem, const struct duty *duty);

/* The window that the row is of, or its member is in; or WINDOW_NONE, also where the row's relations stay
 * within another column. */
int duty_window(const struct problem *problem, const struct duty *duty);

/* The one column other than 窗口 within which the row's relations stay, or -1. Its member's cell is the
 * place. */
int duty_column(const struct problem *problem, const struct duty *duty);

/* A number for the row's window or group: rows of one place have the same, WINDOW_NONE where there is none.
 */
int64_t duty_place(const struct problem *problem, const struct duty *duty);

/* Whether the element takes pairs away. */
bool element_forbids(const struct problem *problem, const struct element *element);

/* What the rule asks at these elements, which are of one rule and one kind, in a few words: "at most 3 each".
 * Owned by `owner`; NULL where memory ran out. */
char *element_asks(const void *owner, const struct problem *problem, const struct element *const *element,
                   int count);

/* A sentence about rows that nobody can fill, or that ask for more than `granted`. Owned by `owner`. */
char *conflict_nobody(const void *owner, const struct problem *problem, const int *rows, int count);
char *conflict_cut(const void *owner, const struct problem *problem, const struct clash *cut);

/* A sentence about each who has left and whose pairs the conflict misses: sentence[*sentences], owned by
 * `owner`. False where memory ran out. */
bool conflict_leavers(const void *owner, const struct problem *problem, const struct conflict *conflict,
                      const struct ended_pair *ended, int ended_pairs, char ***sentence, int *sentences);

#endif
