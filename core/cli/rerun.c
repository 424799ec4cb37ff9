/* tongxin rerun: a version of the plan made again from what is kept of it. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "cli/options.h"
#include "cli/stages.h"
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

static const struct stage_value *stage_named(const struct stage_value *stage, int stages, const char *name)
{
    for (int s = 0; s < stages; s++)
        if (strcmp(stage[s].name, name) == 0)
            return &stage[s];
    return NULL;
}

/* The stages that have another value now, or are there on one side alone. */
static void tell_stages(const struct rerun *rerun)
{
    const struct named_plan *kept = rerun->kept;
    for (int s = 0; s < kept->stages; s++) {
        const struct stage_value *now =
            stage_named(rerun->again->stage, rerun->again->stages, kept->stage[s].name);
        const char *word = stages_word(kept->stage[s].name);
        if (!now)
            printf(_("  %s: %lld, not measured now\n"), word, (long long)kept->stage[s].value);
        else if (now->value != kept->stage[s].value)
            printf(_("  %s: %lld, now %lld\n"), word, (long long)kept->stage[s].value, (long long)now->value);
    }
    for (int s = 0; s < rerun->again->stages; s++)
        if (!stage_named(kept->stage, kept->stages, rerun->again->stage[s].name))
            printf(_("  %s: not measured then, now %lld\n"), stages_word(rerun->again->stage[s].name),
                   (long long)rerun->again->stage[s].value);
}

/* What another version of the program made comes out otherwise: by which, and what differs. */
static void tell_other_program(const struct plan_version *version, const struct rerun *rerun)
{
    if (rerun->answer == RERUN_SAME_VALUES) {
        printf(_("Version %d was made by tongxin %s, this is %s: every stage has the same value; %d of %d "
                 "pairs are "
                 "others that are as good.\n"),
               version->version, version->program, VERSION_NUMBER, rerun->others, version->pairs);
        return;
    }
    printf(
        _("Version %d was made by tongxin %s, this is %s, which makes another plan: %d of its %d pairs are "
          "not in version %d. What is kept stays as it is.\n"),
        version->version, version->program, VERSION_NUMBER, rerun->others, rerun->again->pairs,
        version->version);
    tell_stages(rerun);
}

static enum status compare(struct term *term, const struct plan_version *version)
{
    struct rerun rerun;
    bool same_program = strcmp(version->program, VERSION_NUMBER) == 0;
    enum status status = term_rerun(term, version, &rerun);
    if (status != STATUS_OK)
        return status;
    if (rerun.answer == RERUN_SAME_BYTES)
        printf(_("Version %d comes out again as it is kept, byte by byte (%d pairs).\n"), version->version,
               version->pairs);
    else if (!same_program && rerun.again)
        tell_other_program(version, &rerun);
    else
        printf(_("Version %d does not come out again as it is kept: %d of %d pairs are others. Please run "
                 "tongxin "
                 "verify.\n"),
               version->version, rerun.others, version->pairs);
    return rerun.answer == RERUN_SAME_BYTES || (rerun.answer == RERUN_SAME_VALUES && !same_program)
               ? STATUS_OK
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
