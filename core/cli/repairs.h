/* Repairs where there is no plan: finding them, and the plan under one of them. */
#ifndef TONGXIN_CLI_REPAIRS_H
#define TONGXIN_CLI_REPAIRS_H

#include "cli/inputs.h"
#include "planning/solve.h"

/* Fills plan->repairs of a plan that there is none of. `progress` shows on stderr how many were tried. */
enum status repairs_add(const struct invocation *invocation, const struct inputs *inputs, struct plan *plan,
                        bool progress);

/* The plan under repair number `text` of plan->repairs; *under are the inputs that it belongs to. Nothing
 * that was given is changed. STATUS_INPUT where there is no repair of that number. */
enum status repairs_solve(const struct invocation *invocation, const struct inputs *inputs,
                          const struct plan *plan, const char *text, const struct solve_request *request,
                          struct inputs *under, struct plan **repaired);

/* --repair only shows: a fault where an output file is named as well. Each may be NULL. */
void repairs_refuse_output(const struct invocation *invocation, const char *repair, const char *output);

#endif
