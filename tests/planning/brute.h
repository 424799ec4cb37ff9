/* Whether bounds hold together, by trying every choice of pairs: no solver. For grounds of few pairs. */
#ifndef TONGXIN_TESTS_PLANNING_BRUTE_H
#define TONGXIN_TESTS_PLANNING_BRUTE_H

#include "planning/clash.h"

enum { BRUTE_PAIRS = 24 };

/* `on` says which units count (clash.h); those of soft rows never do. */
bool brute_holds(const struct ground *ground, const bool *on);

/* The units of a clash without one of its elements (-1: all). Owned by the ground. */
bool *brute_units(struct ground *ground, const struct clash *clash, int without);

#endif
