/* A county small enough to be worked out by hand, for the tests of this folder.
 *
 * Windows 提案, 经济 and 空置 (which has no members). Leaders L1 (提案), L2 (经济). Party members P1, P2
 * (提案), P3, P4 (经济), each with county and unit. Non-Party members N1, N2, N3 (提案), N4, N5, N6 (经济);
 * N3 and N6 are namesakes 王磊, N1 and N4 are heads. X1 is exempt and has no window. See fixture.c for cells
 * and scheme. */
#ifndef TONGXIN_TESTS_PLANNING_FIXTURE_H
#define TONGXIN_TESTS_PLANNING_FIXTURE_H

#include <stddef.h>

#include "base/error.h"
#include "model/plan.h"

struct roster *fixture_roster(const void *owner);
struct scheme *fixture_scheme(const void *owner, struct roster *roster);

/* A plan of any candidates, kept or not, and any stages; the same for the same state of the numbers. */
struct plan *fixture_plan(const void *owner, const struct scheme *scheme, uint64_t *random);

/* Reads the bytes as plan_read does, by way of a file. */
enum status fixture_read(const void *owner, const char *bytes, size_t size, struct named_plan **plan,
                         struct error *error);

#endif
