/* Options of a command, told from a table: --name VALUE, --name=VALUE, -o VALUE, flags, and words. */
#ifndef TONGXIN_CLI_OPTIONS_H
#define TONGXIN_CLI_OPTIONS_H

#include <stdbool.h>

#include "cli/command.h"

/* What an option that may be given several times was given. */
struct option_list {
    int count;
    const char **value; /* [count] owned by the invocation */
};

/* One option. Exactly one of `value`, `flag` and `list` is set. */
struct option_row {
    const char *name;   /* without the dashes */
    char letter;        /* 0: none */
    const char **value; /* takes a value */
    bool *flag;
    struct option_list *list; /* takes a value each time */
};

/* Reads the invocation's words. `rows` ends with an entry whose name is NULL. Words that are no options go to
 * word[0..most); *words is how many. Unknown or doubled options, a missing value and words too many are
 * faults (STATUS_INPUT), all of them at once. */
enum status options_read(struct invocation *invocation, const struct option_row *rows, const char **word,
                         int most, int *words);

/* A fault for a needed option that is missing. */
enum status options_need(struct invocation *invocation, const char *value, const char *name,
                         const char *meaning);

/* --time-limit: a number of seconds into *seconds; `text` NULL leaves it. */
enum status seconds_read(struct invocation *invocation, const char *text, double *seconds);

#endif
