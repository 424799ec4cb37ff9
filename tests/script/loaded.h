/* A scheme that was read but whose rules were not yet asked, for tests and timings of what the host does with
 * functions of rules. */
#ifndef TONGXIN_TESTS_SCRIPT_LOADED_H
#define TONGXIN_TESTS_SCRIPT_LOADED_H

#include "script/host.h"

/* Runs the script on the request's roster up to the candidate pairs; stops the program with its faults where
 * it has any. `columns` are the columns of --pairs that the scheme declares. Close it with loaded_close. */
struct host *loaded_open(const struct script_request *request, int columns, struct pair_column *column);
void loaded_close(struct host *host);

/* Asks all functions and fills host->scheme's values. Faults are in host->error. */
void loaded_evaluate(struct host *host);

#endif
