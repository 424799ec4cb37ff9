/* tongxin restore: a new version with the pairs of an earlier one. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/term_case.h"
#include "cli/term_given.h"
#include "cli/term_keep.h"
#include "planning/plan_file.h"
#include "planning/solve.h"
#include "store/log.h"
#include "store/pins.h"

static const char *const help[] = {
    N_("Usage: tongxin restore VERSION"),
    N_("Makes a new draft with the pairs of an earlier version. Pairs of people who have left since are left "
       "out; the "
       "check says what is missing."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin restore 1",
    "",
    N_("Exit status: 0 done; 1 it does not fit the roster any more, nothing was changed; 2 the input is at "
       "fault; 3 "
       "the machine is at fault."),
    NULL,
};

struct restore_options {
    const char *db, *word, *reason;
};

/* The best plan of the case: its bounds say how good the restored one is. */
static enum status prove(struct term *term, const struct term_case *made, struct plan **best)
{
    const struct solve_request request = {.previous = made->previous,
                                          .previous_pairs = made->previous_pairs,
                                          .has_previous = made->has_previous,
                                          .options = solver_defaults()};
    enum status status = plan_solve(term->invocation->owner, made->roster, made->scheme, &request, best,
                                    term->invocation->error);
    return status == STATUS_NO ? STATUS_OK : status;
}

struct restored {
    const struct term_case *made;
    const struct pair *pair;
    int pairs;
};

static bool has_pair(const struct restored *restored, const struct pin_record *pin)
{
    for (int p = 0; p < restored->pairs; p++) {
        const struct relation *relation = &restored->made->scheme->relation[restored->pair[p].relation];
        if (strcmp(restored->made->roster->member[restored->pair[p].source].id, pin->source) == 0 &&
            strcmp(target_id(relation, restored->made->roster, restored->pair[p].target), pin->target) == 0)
            return true;
    }
    return false;
}

/* What edits of later versions fixed, and this version does not have, is not fixed any more. */
static enum status drop_edits(struct term *term, const struct plan_version *version, void *data)
{
    const struct restored *restored = data;
    struct pin_record *pin;
    int pins;
    struct error *error = term->invocation->error;
    enum status status =
        pins_read(term->invocation->owner, term->store, term->members, term->now.date, &pin, &pins, error);
    (void)version;
    for (int i = 0; status == STATUS_OK && i < pins; i++)
        if (pin[i].draft && !pin[i].forbids && !has_pair(restored, &pin[i]))
            status = pins_remove(term->store, pin[i].number, error);
    return status;
}

static enum status restore(struct term *term, const struct restore_options *options, int chosen,
                           int64_t entry)
{
    struct invocation *invocation = term->invocation;
    struct term_case made;
    struct plan plan, *best;
    struct plan_version *version;
    int versions;
    enum status status = plans_read(invocation->owner, term->store, &version, &versions, invocation->error);
    int base = status == STATUS_OK ? case_current(version, versions) : 0;
    struct plan_bytes kept;
    struct named_plan *named;
    struct pair *pair;
    int pairs;
    if (status == STATUS_OK)
        status = case_now(term, &(struct case_request){.base = base, .without_edits = true}, &made);
    if (status == STATUS_OK)
        status =
            plans_pairs_now(invocation->owner, term->store, term->members, chosen, &kept, invocation->error);
    if (status == STATUS_OK)
        status = plan_parse(invocation->owner, term->file, kept.bytes, kept.size, &named, invocation->error);
    if (status == STATUS_OK)
        status = plan_bind(invocation->owner, named, made.scheme, made.roster, BIND_LEAVE, &pair, &pairs,
                           NULL, invocation->error);
    if (status == STATUS_OK)
        status = prove(term, &made, &best);
    if (status == STATUS_OK)
        status =
            given_plan(term, &made, pair, pairs, best->stage, best->stages, NULL, &plan,
                       _("So the version does not fit the term any more. Nothing was changed; to plan anew: "
                         "tongxin plan"));
    if (status != STATUS_OK)
        return status;
    const char *note = talloc_asprintf(invocation->owner, "{\"version\":%d}", chosen);
    made.part[PLAN_EDIT] = (struct plan_bytes){note, note ? strlen(note) : 0};
    struct plan_version added = {.origin = PLAN_RESTORED, .base = base};
    const char *subject = talloc_asprintf(invocation->owner, "%d", chosen);
    struct restored restored = {&made, pair, pairs};
    const struct term_keep_more more = {drop_edits, &restored, subject, options->reason, note};
    status = term_keep_plan(term, entry, &made, &plan, &added, "restore", &more);
    if (status != STATUS_OK)
        return status;
    printf(_("Version %d is version %d again, a draft. Pairs: %d of %d.\n"), added.version, chosen, pairs,
           version[chosen - 1].pairs);
    printf(_("To put it in force: tongxin publish%s\n"), term_options(term));
    return STATUS_OK;
}

static enum status run(struct invocation *invocation)
{
    struct restore_options options = {0};
    struct term term;
    struct plan_version *version;
    int words, versions;
    int64_t entry;
    const struct option_row rows[] = {
        {"db", 0, &options.db, NULL}, {"reason", 0, &options.reason, NULL}, {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, &options.word, 1, &words);
    if (words == 0)
        error_add(invocation->error, STATUS_INPUT, NULL, _("Which version? To list them: tongxin history"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_open(invocation, options.db, STORE_WRITE, &term);
    if (status == STATUS_OK)
        status = log_last(term.store, &entry, invocation->error);
    if (status == STATUS_OK)
        status = term_read_members(&term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term.store, &version, &versions, invocation->error);
    if (status != STATUS_OK)
        return status;
    int chosen = case_version(&term, options.word, version, versions);
    return chosen ? restore(&term, &options, chosen, entry) : STATUS_INPUT;
}

const struct command command_restore = {
    .name = "restore",
    .summary = N_("make a new draft of an earlier version"),
    .help = help,
    .run = run,
};
