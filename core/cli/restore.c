/* tongxin restore: a new version with the pairs of an earlier one. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/carried.h"
#include "cli/prose.h"
#include "cli/term_case.h"
#include "cli/term_given.h"
#include "cli/term_keep.h"
#include "planning/check.h"
#include "planning/pins.h"
#include "planning/plan_file.h"
#include "planning/solve.h"
#include "planning/takeover.h"
#include "store/log.h"
#include "store/pins.h"

static const char *const help[] = {
    N_("Usage: tongxin restore VERSION"),
    N_("Makes a new draft with the pairs of an earlier version. Pairs of people who have left since, and "
       "those that the scheme does not allow any more, are left out; the check says what is missing then, "
       "and that is filled with further pairs, all others "
       "staying."),
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

enum { TOLD_MOST = 10 };

struct restored {
    struct term_case *made;
    struct pair *pair; /* [pairs] of the new draft */
    int pairs;
    int kept;                  /* of the version's pairs */
    const struct pair *before; /* [before_pairs] those that were kept */
    int before_pairs;
    struct carried carried;       /* what became of the others */
    int bars;                     /* of those that are left out since the scheme does not allow them */
    char *barred;                 /* the first of them, in words */
    struct check_result *missing; /* what the kept ones alone break */
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

static const char *pair_words(const void *owner, const struct term_case *made, const struct pair *pair)
{
    const struct relation *relation = &made->scheme->relation[pair->relation];
    const struct member *source = &made->roster->member[pair->source];
    const char *target = target_name(relation, made->roster, pair->target);
    if (relation->target_kind == TARGET_MEMBER)
        target = talloc_asprintf(owner, "%s %s", target, target_id(relation, made->roster, pair->target));
    return talloc_asprintf(owner, _("%s by %s %s"), target, source->name, source->id);
}

/* Takes out the pairs that sets, columns or rules do not allow any more: of a successor, of who moved. */
static enum status leave_out(struct term *term, struct restored *restored)
{
    const struct scheme *scheme = restored->made->scheme;
    restored->kept = 0;
    restored->barred = talloc_strdup(term->invocation->owner, "");
    for (int p = 0; restored->barred && p < restored->pairs; p++) {
        const struct pair pair = restored->pair[p];
        int rule;
        if (barrier_between(scheme, pair.relation, pair.source, whom_of(scheme, pair.relation, pair.target),
                            &rule) == BARRIER_NONE)
            restored->pair[restored->kept++] = pair;
        else if (++restored->bars <= TOLD_MOST)
            restored->barred =
                talloc_asprintf_append(restored->barred, "%s%s", restored->bars > 1 ? _(", ") : "",
                                       pair_words(term->invocation->owner, restored->made, &pair));
    }
    restored->pairs = restored->kept;
    return restored->barred ? STATUS_OK : error_add_memory(term->invocation->error);
}

/* The version's pairs as they are now. */
static enum status read_pairs(struct term *term, int chosen, const struct term_case *made,
                              struct restored *restored)
{
    struct plan_bytes kept;
    struct named_plan *named;
    int *row;
    const void *owner = term->invocation->owner;
    struct error *error = term->invocation->error;
    enum status status = plans_pairs_now(owner, term->store, term->members, chosen, &kept, error);
    if (status == STATUS_OK)
        status = plan_parse(owner, term->file, kept.bytes, kept.size, &named, error);
    if (status == STATUS_OK)
        status = plan_bind(owner, named, made->scheme, made->roster, BIND_KEPT, &restored->pair,
                           &restored->pairs, &row, error);
    if (status == STATUS_OK)
        status = ended_find(owner, named, made->scheme, made->roster, row, restored->pairs,
                            &restored->carried, error);
    return status == STATUS_OK ? leave_out(term, restored) : status;
}

/* Fills what is missing with further pairs, all of the version's staying. Where that cannot be the pairs stay
 * as they are, and the check refuses them. */
static enum status fill(struct term *term, struct restored *restored)
{
    struct scheme *held;
    struct plan *plan;
    const struct term_case *made = restored->made;
    struct invocation *invocation = term->invocation;
    enum status status = case_run_anew(term, made, invocation->owner, made->roster, &held, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (!pins_hold(held, restored->pair, restored->pairs, "", invocation->error))
        return invocation->error->status;
    const struct solve_request request = {.previous = made->previous,
                                          .previous_pairs = made->previous_pairs,
                                          .has_previous = made->has_previous,
                                          .options = solver_defaults(),
                                          .without_reasons = true};
    status = plan_solve(invocation->owner, made->roster, held, &request, &plan, invocation->error);
    if ((status == STATUS_OK || status == STATUS_NO) &&
        (plan->status == PLAN_OPTIMAL || plan->status == PLAN_FEASIBLE)) {
        restored->before = restored->pair;
        restored->before_pairs = restored->pairs;
        restored->pair = plan->pair;
        restored->pairs = plan->pairs;
    }
    return status == STATUS_NO ? STATUS_OK : status;
}

/* Looks what is missing, where people have left, and fills it. */
static enum status complete(struct term *term, struct restored *restored)
{
    struct invocation *invocation = term->invocation;
    const struct term_case *made = restored->made;
    enum status status = plan_check(invocation->owner, made->roster, made->scheme, restored->pair,
                                    restored->pairs, NULL, made->previous, made->previous_pairs,
                                    made->has_previous, false, NULL, &restored->missing, invocation->error);
    return status == STATUS_OK && restored->missing->violations > 0 ? fill(term, restored) : status;
}

/* ---- What is told ---- */

static bool was_kept(const struct restored *restored, const struct pair *pair)
{
    for (int p = 0; p < restored->before_pairs; p++)
        if (pair_compare(&restored->before[p], pair) == 0)
            return true;
    return false;
}

static void tell_ended(const struct term *term, const struct restored *restored)
{
    char *list = talloc_strdup(term->invocation->owner, "");
    for (int i = 0; list && i < restored->carried.ended_pairs && i < TOLD_MOST; i++) {
        const struct ended_pair *ended = &restored->carried.ended[i];
        list = talloc_asprintf_append(list, _("%s%s with %s"), i > 0 ? _(", ") : "", ended->source,
                                      ended->target);
    }
    if (restored->carried.ended_pairs > 0)
        prose(stdout, _("Left out, since one of them is not in the roster any more: %d (%s)."),
              restored->carried.ended_pairs, list ? list : "");
    if (restored->bars > 0)
        prose(stdout, _("Left out, since the scheme does not allow them any more: %d (%s)."), restored->bars,
              restored->barred);
    carried_print(stdout, &restored->carried);
}

static void tell_filled(const struct term *term, const struct restored *restored)
{
    const void *owner = term->invocation->owner;
    const struct check_result *missing = restored->missing;
    char *list = talloc_strdup(owner, "");
    int filled = 0;
    if (missing->violations == 0)
        return;
    puts(_("What was missing then:"));
    for (int v = 0; v < missing->violations && v < TOLD_MOST; v++)
        printf("  %s\n", text_printable(owner, missing->violation[v].message));
    if (missing->violations > TOLD_MOST)
        printf(_("  and %d more\n"), missing->violations - TOLD_MOST);
    for (int p = 0; list && p < restored->pairs; p++)
        if (!was_kept(restored, &restored->pair[p]) && ++filled <= TOLD_MOST)
            list = talloc_asprintf_append(list, "%s%s", filled > 1 ? _(", ") : "",
                                          pair_words(owner, restored->made, &restored->pair[p]));
    prose(stdout, _("It is filled, all other pairs staying, with %d: %s."), filled, list ? list : "");
}

/* Keeps the pairs, which are a plan, as a new draft. */
static enum status keep(struct term *term, const struct restore_options *options, int chosen, int64_t entry,
                        struct restored *restored, struct plan *plan, int before)
{
    struct term_case *made = restored->made;
    const void *owner = term->invocation->owner;
    const char *note = talloc_asprintf(owner, "{\"version\":%d}", chosen);
    made->part[PLAN_EDIT] = (struct plan_bytes){note, note ? strlen(note) : 0};
    struct plan_version added = {.origin = PLAN_RESTORED, .base = made->base};
    const char *subject = talloc_asprintf(owner, "%d", chosen);
    const struct term_keep_more more = {drop_edits, restored, subject, options->reason, note};
    enum status status = term_keep_plan(term, entry, made, plan, &added, "restore", &more);
    if (status != STATUS_OK)
        return status;
    if (term->same)
        printf(_("This is the same as draft %d; no version was added.\n"), term->same);
    else
        printf(_("Version %d is version %d again, a draft. Pairs: %d of %d.\n"), added.version, chosen,
               restored->kept, before);
    tell_ended(term, restored);
    tell_filled(term, restored);
    printf(_("To put it in force: tongxin publish%s\n"), term_options(term));
    return STATUS_OK;
}

static enum status restore(struct term *term, const struct restore_options *options, int chosen,
                           int64_t entry)
{
    struct invocation *invocation = term->invocation;
    struct term_case made;
    struct plan plan, *best;
    struct plan_version *version;
    struct restored restored = {.made = &made};
    int versions;
    enum status status = plans_read(invocation->owner, term->store, &version, &versions, invocation->error);
    int base = status == STATUS_OK ? case_current(version, versions) : 0;
    if (status == STATUS_OK)
        status = case_now(term, &(struct case_request){.base = base, .without_edits = true}, &made);
    if (status == STATUS_OK)
        status = read_pairs(term, chosen, &made, &restored);
    if (status == STATUS_OK)
        status = prove(term, &made, &best);
    if (status == STATUS_OK)
        status = complete(term, &restored);
    if (status == STATUS_OK)
        status =
            given_plan(term, &made, restored.pair, restored.pairs, best->stage, best->stages, NULL, &plan,
                       _("So the version does not fit the term any more. Nothing was changed; to plan anew: "
                         "tongxin plan"));
    return status == STATUS_OK
               ? keep(term, options, chosen, entry, &restored, &plan, version[chosen - 1].pairs)
               : status;
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
