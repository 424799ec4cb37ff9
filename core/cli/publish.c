/* tongxin publish, discard, file: what becomes of a version of the plan. */
#include <stdio.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/choice.h"
#include "cli/stale.h"
#include "cli/term_case.h"
#include "store/log.h"

static const char *const help_publish[] = {
    N_("Usage: tongxin publish [VERSION] [--basis TEXT]"),
    N_("Puts a version of the plan in force (the newest draft, where none is named). The one before is "
       "superseded; it "
       "stays to be seen and restored."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --basis TEXT         by what decision: 党组会议 2026-01-15"),
    N_("  --yes                do it although members or windows have changed since the version was made"),
    "",
    N_("Example:"),
    "  tongxin publish 2 --basis '党组会议 2026-01-15'",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_discard[] = {
    N_("Usage: tongxin discard VERSION"),
    N_("Puts a draft aside. It stays to be seen; its number is not used again."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin discard 2",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_file[] = {
    N_("Usage: tongxin file [VERSION] --with OFFICE"),
    N_("Records that a version of the plan was filed (报备): the one in force, where "
       "none is named."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --with OFFICE        with whom: 办公室"),
    N_("  --yes                do it although members or windows have changed since the version was made"),
    "",
    N_("Example:"),
    "  tongxin file 1 --with 办公室",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

struct state_options {
    const char *db, *version, *text;
    bool yes;
    int64_t entry; /* the log's last, when what was asked about was read */
};

static enum status read_options(struct invocation *invocation, const char *option,
                                struct state_options *options)
{
    int words;
    const struct option_row rows[] = {{"db", 0, &options->db, NULL},
                                      {option, 0, &options->text, NULL},
                                      {"yes", 0, NULL, &options->yes},
                                      {NULL, 0, NULL, NULL}};
    return options_read(invocation, rows, &options->version, 1, &words);
}

/* Opens the term; the change begins when nothing is to be asked any more. */
static enum status begin(struct invocation *invocation, struct state_options *options, struct term *term,
                         struct plan_version **version, int *versions)
{
    enum status status = term_open(invocation, options->db, STORE_WRITE, term);
    if (status == STATUS_OK)
        status = log_last(term->store, &options->entry, invocation->error);
    return status == STATUS_OK
               ? plans_read(invocation->owner, term->store, version, versions, invocation->error)
               : status;
}

/* Begins the change, where the term is as it was when it was read. */
static enum status hold(struct term *term, const struct state_options *options)
{
    int64_t last;
    struct error *error = term->invocation->error;
    enum status status = term_begin(term);
    if (status == STATUS_OK)
        status = log_last(term->store, &last, error);
    if (status == STATUS_OK && last != options->entry)
        status = error_add(error, STATUS_INPUT, NULL,
                           _("Somebody changed the term meanwhile. Nothing was changed; please run the "
                             "command again."));
    return status;
}

/* Where members or windows have changed since the version was made, that is asked about. `what` asks it. */
static enum status agree(struct term *term, const struct state_options *options, int version,
                         const char *what)
{
    struct term_case made;
    const char *changes = NULL;
    struct invocation *invocation = term->invocation;
    enum status status = case_of_version(term, version, &made);
    if (status == STATUS_OK)
        status = stale_find(term, version, &made, &changes);
    if (status != STATUS_OK || !changes || options->yes)
        return status;
    if (choice_can_ask() && choice_confirm(talloc_asprintf(invocation->owner, "%s %s", changes, what)))
        return STATUS_OK;
    return error_add(invocation->error, STATUS_INPUT, NULL,
                     _("%s Nothing was changed. A plan for the roster of now: tongxin plan%s. To do it all "
                       "the same, add --yes."),
                     changes, term_options(term));
}

static bool was_filed_before(const struct plan_version *version, int versions)
{
    for (int v = 0; v < versions; v++)
        if (version[v].filed)
            return true;
    return false;
}

/* Which version is meant: the word's, else `otherwise`; 0 and a fault where there is none. */
static int meant(struct term *term, const struct state_options *options, const struct plan_version *version,
                 int versions, int otherwise, const char *none)
{
    if (options->version || versions == 0)
        return case_version(term, options->version ? options->version : "", version, versions);
    if (!otherwise)
        error_add(term->invocation->error, STATUS_INPUT, NULL, "%s", none);
    return otherwise;
}

static enum status refuse_state(struct term *term, const struct plan_version *version)
{
    return error_add(term->invocation->error, STATUS_INPUT, NULL,
                     _("Version %d is no draft: it is %s. Nothing was changed."), version->version,
                     case_state_word(version->state));
}

static enum status publish(struct term *term, const struct state_options *options,
                           const struct plan_version *version, int versions)
{
    int chosen = meant(term, options, version, versions, case_draft(version, versions),
                       _("There is no draft newer than what is in force. To make one: tongxin plan. An "
                         "older one is put in force by its number: tongxin publish VERSION"));
    if (!chosen)
        return STATUS_INPUT;
    if (version[chosen - 1].state != PLAN_DRAFT)
        return refuse_state(term, &version[chosen - 1]);
    struct error *error = term->invocation->error;
    const char *basis = options->text ? options->text : "";
    char *subject = talloc_asprintf(term->invocation->owner, "%d", chosen);
    enum status status = agree(term, options, chosen, _("Put it in force all the same? [y/N]"));
    if (status == STATUS_OK)
        status = hold(term, options);
    if (status == STATUS_OK)
        status = plans_set_state(term->store, chosen, PLAN_PUBLISHED, term->now.moment, basis, error);
    if (status == STATUS_OK)
        status = term_commit(term, "publish", subject, basis, NULL);
    if (status != STATUS_OK)
        return status;
    printf(_("Version %d is in force since %s. Pairs: %d.\n"), chosen, term->now.date,
           version[chosen - 1].pairs);
    if (was_filed_before(version, versions))
        printf(_("An earlier version was filed, so this one must be filed anew: tongxin file %d "
                 "--with "
                 "办公室%s\n"),
               chosen, term_options(term));
    else
        printf(_("To record that it was filed: tongxin file %d --with 办公室%s\n"), chosen,
               term_options(term));
    return STATUS_OK;
}

static enum status run_publish(struct invocation *invocation)
{
    struct state_options options = {0};
    struct term term;
    struct plan_version *version;
    int versions;
    enum status status = read_options(invocation, "basis", &options);
    if (status == STATUS_OK)
        status = begin(invocation, &options, &term, &version, &versions);
    return status == STATUS_OK ? publish(&term, &options, version, versions) : status;
}

static enum status discard(struct term *term, const struct state_options *options,
                           const struct plan_version *version, int versions)
{
    int chosen =
        meant(term, options, version, versions, 0, _("Which draft is to be put aside? Name its version."));
    if (!chosen)
        return STATUS_INPUT;
    if (version[chosen - 1].state != PLAN_DRAFT)
        return refuse_state(term, &version[chosen - 1]);
    char *subject = talloc_asprintf(term->invocation->owner, "%d", chosen);
    enum status status = hold(term, options);
    if (status == STATUS_OK)
        status = plans_set_state(term->store, chosen, PLAN_DISCARDED, term->now.moment, "",
                                 term->invocation->error);
    if (status == STATUS_OK)
        status = term_commit(term, "discard", subject, options->text, NULL);
    if (status == STATUS_OK)
        printf(_("Version %d is put aside. To take that back: tongxin undo%s\n"), chosen, term_options(term));
    return status;
}

static enum status run_discard(struct invocation *invocation)
{
    struct state_options options = {0};
    struct term term;
    struct plan_version *version;
    int versions;
    enum status status = read_options(invocation, "reason", &options);
    if (status == STATUS_OK)
        status = begin(invocation, &options, &term, &version, &versions);
    return status == STATUS_OK ? discard(&term, &options, version, versions) : status;
}

static enum status file(struct term *term, const struct state_options *options,
                        const struct plan_version *version, int versions)
{
    int in_force = 0;
    for (int v = 0; v < versions; v++)
        if (version[v].state == PLAN_PUBLISHED)
            in_force = version[v].version;
    int chosen = meant(term, options, version, versions, in_force,
                       _("No version is in force yet. To put one in force: tongxin publish"));
    if (!chosen)
        return STATUS_INPUT;
    enum plan_state state = version[chosen - 1].state;
    if (state != PLAN_PUBLISHED && state != PLAN_SUPERSEDED)
        return error_add(
            term->invocation->error, STATUS_INPUT, NULL,
            _("Version %d was never in force (it is: %s). Only what is in force is filed. Nothing was "
              "changed."),
            chosen, case_state_word(state));
    char *subject = talloc_asprintf(term->invocation->owner, "%d", chosen);
    enum status status = agree(term, options, chosen, _("File it all the same? [y/N]"));
    if (status == STATUS_OK)
        status = hold(term, options);
    if (status == STATUS_OK)
        status = plans_file(term->store, chosen, term->now.moment, options->text, term->invocation->error);
    if (status == STATUS_OK)
        status = term_commit(term, "file", subject, options->text, NULL);
    if (status == STATUS_OK)
        printf(_("Recorded: version %d was filed with %s on %s.\n"), chosen, options->text, term->now.date);
    return status;
}

static enum status run_file(struct invocation *invocation)
{
    struct state_options options = {0};
    struct term term;
    struct plan_version *version;
    int versions;
    enum status status = read_options(invocation, "with", &options);
    options_need(invocation, options.text && *options.text ? options.text : NULL, "with",
                 _("the office that it was filed with, such as 办公室"));
    if (status == STATUS_OK)
        status = invocation->error->status;
    if (status == STATUS_OK)
        status = begin(invocation, &options, &term, &version, &versions);
    return status == STATUS_OK ? file(&term, &options, version, versions) : status;
}

const struct command command_publish = {
    .name = "publish",
    .summary = N_("put a version of the plan in force"),
    .help = help_publish,
    .run = run_publish,
};

const struct command command_discard = {
    .name = "discard",
    .summary = N_("put a draft of the plan aside"),
    .help = help_discard,
    .run = run_discard,
};

const struct command command_file = {
    .name = "file",
    .summary = N_("record that a version was filed (报备)"),
    .help = help_file,
    .run = run_file,
};
