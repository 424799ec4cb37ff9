/* Saying, and asking about, what the scheme reads and the roster lacks. */
#ifndef TONGXIN_CLI_LACKS_H
#define TONGXIN_CLI_LACKS_H

#include <stdio.h>

#include "cli/columns.h"
#include "planning/lacks.h"

/* What keys of questions about columns begin with, in files of answers: 哪一列是单位. */
#define COLUMN_QUESTION "哪一列是"
#define COLUMN_NONE "无" /* the answer that no list has the column */

/* Asks on a terminal which heading is the column that is missing, where some may be; what was answered is
 * added to `names`. True where something was: the lists must be read anew. */
bool lacks_ask(struct invocation *invocation, const struct lacks *lacks, struct column_names *names);

/* Faults of the roster's file: columns without which no plan may be made, but for those of which it was said
 * that there are none. */
enum status lacks_refuse(struct invocation *invocation, const struct lacks *lacks,
                         const struct column_names *names, const char *file);

/* Everything else, a paragraph each. */
void lacks_print(FILE *out, const struct lacks *lacks, const struct column_names *names);

#endif
