/* tongxin plan: the next version of the plan. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/lacks.h"
#include "cli/no_plan.h"
#include "cli/output.h"
#include "cli/pairs.h"
#include "cli/pins_now.h"
#include "cli/repairs.h"
#include "cli/stages.h"
#include "cli/summary.h"
#include "cli/term_case.h"
#include "cli/term_keep.h"
#include "cli/terminal.h"
#include "planning/plan_file.h"
#include "planning/solve.h"
#include "script/bundle.h"
#include "store/log.h"

static const char *const help[] = {
    N_("Usage: tongxin plan [--fresh] [--repair N] [--json] [-o FILE]"),
    N_("Makes the next version of the plan, as a draft: as few pairs as can be change against the version in "
       "force."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --fresh              as if there were no plan before"),
    N_("  --scheme NAME|FILE   from now on this scheme"),
    N_("  --set NAME=VALUE     from now on this value of a parameter; several times for several"),
    N_("  --pairs FILE         from now on this is what is said of single pairs (CSV), where the scheme "
       "reads it"),
    N_("  -o, --output FILE    write the plan to this file, too (JSON)"),
    N_("  --force              replace the file that stands there, whatever it is"),
    N_("  --json               print the plan as JSON instead of a summary"),
    N_("  --repair N           where there is no plan: show the plan under repair N; nothing is changed or "
       "written"),
    N_("  --time-limit S       give up the search for a proof after S seconds (60)"),
    "",
    N_("Example:"),
    "  tongxin plan",
    "",
    N_("Exit status: 0 a proven plan; 1 no plan, or the time limit left a gap; 2 the input is at fault; 3 "
       "the "
       "machine is at fault."),
    NULL,
};

struct plan_options {
    const char *db, *scheme, *pairs, *time_limit, *repair;
    struct output output;
    struct option_list set;
    bool fresh, json;
};

/* The new scheme and settings, where they were given, into the term's record and the case's parts. */
static enum status take_scheme(struct term *term, const struct plan_options *options,
                               struct plan_bytes *scheme)
{
    struct script_text text;
    char *bytes = NULL;
    struct invocation *invocation = term->invocation;
    if (options->set.count > 0 && case_settings(term, &options->set) != STATUS_OK)
        return invocation->error->status;
    if (!options->scheme)
        return STATUS_OK;
    enum status status = script_find_scheme(invocation->owner, options->scheme, &text, invocation->error);
    if (status == STATUS_OK)
        inputs_tell_unseen(&text);
    if (status == STATUS_OK)
        status = script_bundle(invocation->owner, &text, &bytes, &scheme->size, invocation->error);
    scheme->bytes = bytes;
    if (status == STATUS_OK)
        term->record.scheme_file = text.file;
    return status;
}

/* For running the scheme anew while repairs are looked for. */
struct anew {
    struct term *term;
    const struct term_case *made;
};

static enum status run_anew(void *context, const void *owner, struct roster *roster, struct scheme **scheme,
                            struct error *error)
{
    const struct anew *anew = context;
    return case_run_anew(anew->term, anew->made, owner, roster, scheme, error);
}

static enum status set_anew(const struct inputs *inputs, const void *owner, const struct script_setting *set,
                            struct scheme **scheme, struct error *error)
{
    const struct anew *anew = inputs->rerun.context;
    struct term_case other = *anew->made;
    struct plan_bytes *part = &other.part[PLAN_SETTINGS];
    struct roster *roster = talloc_memdup(owner, inputs->roster, sizeof *roster);
    json_t *object = json_loadb(part->bytes, part->size, 0, NULL);
    json_object_set_new(object, set->name, json_string(set->value));
    char *text = json_dumps(object, JSON_SORT_KEYS);
    json_decref(object);
    const char *kept = text ? talloc_strdup(owner, text) : NULL;
    free(text);
    if (!kept || !roster)
        return error_add_memory(error);
    *part = (struct plan_bytes){kept, strlen(kept)};
    return case_run_anew(anew->term, &other, owner, roster, scheme, error);
}

/* The plan; where there is none, its repairs too, or the plan under one of them: then *without is what they
 * repair, else the plan itself. */
static enum status solve(struct term *term, const struct plan_options *options, const struct term_case *made,
                         struct inputs *inputs, struct plan **plan, struct plan **without)
{
    struct solve_request request = {.previous = made->previous,
                                    .previous_pairs = made->previous_pairs,
                                    .has_previous = made->has_previous,
                                    .ended = made->carried.ended,
                                    .ended_pairs = made->carried.ended_pairs,
                                    .options = solver_defaults()};
    struct invocation *invocation = term->invocation;
    if (seconds_read(invocation, options->time_limit, &request.options.seconds) != STATUS_OK)
        return invocation->error->status;
    bool progress = !options->json && terminal_is_interactive(stderr);
    request.options.progress = progress ? stages_progress : NULL;
    enum status status =
        plan_solve(invocation->owner, made->roster, made->scheme, &request, plan, invocation->error);
    if (progress)
        fputs("\r\033[K", stderr);
    if (status != STATUS_OK && status != STATUS_NO)
        return status;
    *without = *plan;
    if ((*plan)->status == PLAN_INFEASIBLE && repairs_add(invocation, inputs, *plan, progress) != STATUS_OK)
        return invocation->error->status;
    if (options->repair)
        status = repairs_solve(invocation, inputs, *without, options->repair, &request, inputs, plan);
    return status;
}

/* Counted only to be told: the plan is kept whatever comes of it. */
static struct unasked find_unasked(const struct term_case *made, const struct inputs *inputs,
                                   const struct plan *plan, struct error *error)
{
    const struct solve_request request = {.previous = made->previous,
                                          .previous_pairs = made->previous_pairs,
                                          .has_previous = made->has_previous};
    struct unasked unasked = {.possible = false};
    if (plan->status == PLAN_OPTIMAL || plan->status == PLAN_FEASIBLE)
        unasked_count(inputs->roster, inputs->scheme, &request, plan, UNASKED_SECONDS, &unasked, error);
    return unasked;
}

/* Who is still a member today, and the plan counts on, but not for long. */
static void tell_leaving(const struct term *term)
{
    for (int m = 0; m < term->members->members; m++) {
        const struct member_record *record = &term->members->member[m];
        if (!record->leaving || record->left)
            continue;
        const char *reason = *record->leaving_reason ? record->leaving_reason : _("no reason given");
        char *text =
            talloc_asprintf(term->invocation->owner,
                            _("%s leaves on %s (%s): the plan counts on this member until then. From "
                              "that day on plan anew: tongxin plan%s"),
                            term_name(term, m), record->leaving, reason, term_options(term));
        if (text)
            terminal_paragraph(stdout, text, 0, 0, terminal_width(stdout));
    }
}

static void tell(const struct term *term, const struct plan_options *options, const struct term_case *made,
                 const struct inputs *inputs, const struct plan *plan, const struct plan_version *version)
{
    const char *db = term_options(term);
    if (options->json) {
        fwrite(made->part[PLAN_RESULT].bytes, 1, made->part[PLAN_RESULT].size, stdout);
        return;
    }
    const struct unasked unasked = find_unasked(made, inputs, plan, term->invocation->error);
    summary_print(stdout, term->invocation, inputs, plan, &unasked, NULL);
    tell_leaving(term);
    pins_print_over(stdout, term, made->pin, made->pins);
    if (!version->version)
        return;
    if (term->same)
        printf(_("This is the same as draft %d; no version was added.\n"), term->same);
    else
        printf(_("This is version %d, a draft.\n"), version->version);
    if (made->base)
        printf(_("What is other than in version %d: tongxin diff%s\n"), made->base, db);
    printf(_("To put it in force: tongxin publish%s\n"), db);
}

/* The command as it must be given again with --repair. */
static const char *again(const struct term *term, const struct plan_options *options)
{
    const void *owner = term->invocation->owner;
    char *text =
        talloc_asprintf(owner, "tongxin plan%s%s", term_options(term), options->fresh ? " --fresh" : "");
    if (options->scheme)
        text = talloc_asprintf_append(text, " --scheme %s", shell_word(owner, options->scheme));
    if (options->pairs)
        text = talloc_asprintf_append(text, " --pairs %s", shell_word(owner, options->pairs));
    for (int i = 0; i < options->set.count; i++)
        text = talloc_asprintf_append(text, " --set %s", shell_word(owner, options->set.value[i]));
    return text;
}

/* Solves the case, keeps the plan, if there is one and it is not only shown, and tells. */
static enum status plan_case(struct term *term, struct plan_options *options, int64_t entry,
                             struct term_case *made)
{
    struct invocation *invocation = term->invocation;
    struct plan *plan = NULL, *without = NULL;
    struct anew anew = {term, made};
    struct inputs inputs = {.roster = made->roster,
                            .scheme = made->scheme,
                            .carried = made->carried,
                            .pairs = made->pairs_said,
                            .lacks = lacks_find(term->invocation->owner, made->roster, made->scheme),
                            .previous = made->previous,
                            .previous_pairs = made->previous_pairs,
                            .rerun = {.run = run_anew, .context = &anew},
                            .set_anew = set_anew,
                            .command = again(term, options),
                            .term = term_options(term)};
    FILE *notices = options->json ? stderr : stdout;
    lacks_print(notices, inputs.lacks, NULL);
    pairs_notice(notices, made->roster, made->scheme, made->pairs_said, made->pairs_gone);
    enum status status = solve(term, options, made, &inputs, &plan, &without), kept = STATUS_OK;
    if ((status != STATUS_OK && status != STATUS_NO) || !plan)
        return status;
    struct plan_bytes *result = &made->part[PLAN_RESULT];
    result->bytes = plan_to_json(invocation->owner, plan, inputs.scheme, inputs.roster, &result->size);
    if (!result->bytes)
        return error_add_memory(invocation->error);
    struct plan_version version = {.origin = PLAN_SOLVED, .base = made->base};
    bool keeps = !options->repair && (plan->status == PLAN_OPTIMAL || plan->status == PLAN_FEASIBLE);
    if (keeps)
        kept = term_keep_plan(term, entry, made, plan, &version, "plan", NULL);
    if (kept != STATUS_OK)
        return kept;
    if (keeps && options->output.name)
        kept = output_write(invocation, &options->output, result->bytes, result->size);
    if (options->repair && !options->json)
        no_plan_print_repaired(stdout, without, inputs.repair);
    tell(term, options, made, &inputs, plan, &version); /* also where the file failed: the draft is made */
    return kept == STATUS_OK ? status : kept;
}

/* Makes the case of the term as it stands, and its plan. */
static enum status plan_term(struct term *term, struct plan_options *options)
{
    struct invocation *invocation = term->invocation;
    struct plan_version *versions;
    struct term_case made;
    struct plan_bytes scheme = {NULL, 0}, pairs = {NULL, 0};
    int count;
    int64_t entry;
    enum status status = log_last(term->store, &entry, invocation->error);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term->store, &versions, &count, invocation->error);
    if (status == STATUS_OK)
        status = take_scheme(term, options, &scheme);
    if (status == STATUS_OK && options->pairs)
        status = pairs_given(term, options->pairs, &pairs);
    if (status == STATUS_OK)
        status = case_now(term,
                          &(struct case_request){.base = case_current(versions, count),
                                                 .fresh = options->fresh,
                                                 .scheme = scheme.bytes ? &scheme : NULL,
                                                 .pairs = pairs.bytes ? &pairs : NULL},
                          &made);
    if (status == STATUS_OK && made.roster->members == 0)
        status = error_add(invocation->error, STATUS_INPUT, NULL,
                           _("There are no members yet. Take a roster in first: tongxin import FILE%s"),
                           term_options(term));
    if (status == STATUS_OK)
        status = output_check(invocation, &options->output);
    return status == STATUS_OK ? plan_case(term, options, entry, &made) : status;
}

static enum status run(struct invocation *invocation)
{
    struct plan_options options = {0};
    struct term term;
    int words;
    const struct option_row rows[] = {
        {"db", 0, &options.db, NULL},
        {"fresh", 0, NULL, &options.fresh},
        {"scheme", 0, &options.scheme, NULL},
        {"set", 0, NULL, NULL, &options.set},
        {"pairs", 0, &options.pairs, NULL},
        {"output", 'o', &options.output.name, NULL},
        OUTPUT_FORCE(options.output),
        {"json", 0, NULL, &options.json},
        {"time-limit", 0, &options.time_limit, NULL},
        {"repair", 0, &options.repair, NULL},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, NULL, 0, &words);
    repairs_refuse_output(invocation, options.repair, options.output.name);
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_open(invocation, options.db, STORE_WRITE, &term);
    if (status == STATUS_OK)
        status = term_read_members(&term);
    return status == STATUS_OK ? plan_term(&term, &options) : status;
}

const struct command command_plan = {
    .name = "plan",
    .summary = N_("make the next version of the term's plan"),
    .help = help,
    .run = run,
};
