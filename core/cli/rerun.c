/* tongxin rerun: a version of the plan made again from what is kept of it. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "cli/options.h"
#include "cli/term_rerun.h"
#include "cli/version.h"

static const char *const help[] = {
    N_("Usage: tongxin rerun VERSION"),
    N_("Makes a version of the plan again from what is kept of it (roster, scheme, previous pairs, pins) and "
       "compares: the "
       "same version of the program gives the same plan, byte by byte."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    "",
    N_("Example:"),
    "  tongxin rerun 1",
    "",
    N_("Exit status: 0 the same plan, or another one that is as good in every stage; 1 it is not; 2 the "
       "input is at "
       "fault; 3 the machine is at fault."),
    NULL,
};

static enum status compare(struct term *term, const struct plan_version *version)
{
    enum rerun result;
    int other;
    bool same_program = strcmp(version->program, VERSION_NUMBER) == 0;
    enum status status = term_rerun(term, version, &result, &other);
    if (status != STATUS_OK)
        return status;
    if (result == RERUN_SAME_BYTES)
        printf(_("Version %d comes out again as it is kept, byte by byte (%d pairs).\n"), version->version,
               version->pairs);
    else if (result == RERUN_SAME_VALUES && !same_program)
        printf(_("Version %d was made by tongxin %s, this is %s: every stage has the same value; %d of %d "
                 "pairs are "
                 "others that are as good.\n"),
               version->version, version->program, VERSION_NUMBER, other, version->pairs);
    else
        printf(_("Version %d does not come out again as it is kept: %d of %d pairs are others. Please run "
                 "tongxin "
                 "verify.\n"),
               version->version, other, version->pairs);
    return result == RERUN_SAME_BYTES || (result == RERUN_SAME_VALUES && !same_program) ? STATUS_OK
                                                                                        : STATUS_NO;
}

static enum status run(struct invocation *invocation)
{
    const char *db = NULL, *word = NULL;
    struct term term;
    struct plan_version *version;
    int words, versions;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &word, 1, &words);
    if (status == STATUS_OK && !word)
        status = error_add(invocation->error, STATUS_INPUT, NULL,
                           _("Which version? To list them: tongxin history"));
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term.store, &version, &versions, invocation->error);
    if (status != STATUS_OK)
        return status;
    int chosen = case_version(&term, word, version, versions);
    return chosen ? compare(&term, &version[chosen - 1]) : STATUS_INPUT;
}

const struct command command_rerun = {
    .name = "rerun",
    .summary = N_("make a version of the plan again, and compare"),
    .help = help,
    .run = run,
};
