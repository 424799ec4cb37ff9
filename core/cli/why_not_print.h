/* The answer to "why not the other one": its price, or what forbids it. */
#ifndef TONGXIN_CLI_WHY_NOT_PRINT_H
#define TONGXIN_CLI_WHY_NOT_PRINT_H

#include <stdio.h>

#include "cli/asked.h"

struct why_not_view {
    struct invocation *invocation;
    struct asked *asked;
    struct whom whom;
    int source;
    const struct why_not *answer;
};

/* Prints; where no plan has the pair, looks for what clashes. */
enum status why_not_print(FILE *out, const struct why_not_view *view);
enum status why_not_json(FILE *out, const struct why_not_view *view);

#endif
