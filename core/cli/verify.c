/* tongxin verify: whether the term file is as its log says. */
#include <stdio.h>

#include "base/language.h"
#include "cli/options.h"
#include "cli/term.h"
#include "store/verify.h"

static const char *const help[] = {
    N_("Usage: tongxin verify [--db FILE]"),
    N_("Checks the term file: pages, references, schema, the log's chain, contents; then repeats the log on "
       "an "
       "empty file and compares every row."),
    "",
    N_("Example:"),
    "  tongxin verify",
    NULL,
};

static enum status run(struct invocation *invocation)
{
    const char *db = NULL, *word = NULL;
    struct term term;
    struct verified found;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &word, 0, &words);
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = store_verify(term.store, NULL, &found, invocation->error);
    if (status == STATUS_OK)
        printf(_("The file is whole, and as its log says. Entries of the log: %lld; plans: %d; members: "
                 "%lld.\n"),
               (long long)found.entries, found.plans, (long long)found.members);
    return status;
}

const struct command command_verify = {
    .name = "verify",
    .summary = N_("check that the term file is whole"),
    .help = help,
    .run = run,
};
