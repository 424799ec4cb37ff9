/* tongxin rebalance: what moving people buys, proven number by number. */
#include <stdlib.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/asked_term.h"
#include "cli/command.h"
#include "cli/frontier_print.h"
#include "cli/inputs.h"
#include "cli/named.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/prose.h"
#include "cli/rebalance_term.h"
#include "cli/revert.h"
#include "cli/terminal.h"
#include "planning/plan_file.h"

static const char *const help[] = {
    N_("Usage: tongxin rebalance [--moves K] [options]"),
    N_("Of the term's plan, or with --scheme, --roster and --previous of a plan in a file."),
    N_("For a plan whose roster has changed: the fewest of its pairs that must be given up, and what every "
       "further "
       "one buys. Each line is proven to be the best for its number of moves."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --scheme FILE|NAME   the scheme: a Lua file, or a name that travels with the program"),
    N_("  --roster FILE        the roster (XLSX, XLS or CSV)"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
    N_("  --windows FILE       a table of the windows: full names, kinds, order on paper (XLSX, XLS or CSV)"),
    N_("  --pairs FILE         what is said of single pairs: wishes, recusals, costs (CSV), where the scheme "
       "reads "
       "it"),
    N_("  --set NAME=VALUE     a parameter of the scheme; several times for several"),
    N_("  --previous FILE      the plan in force (JSON, or a CSV table of pairs)"),
    N_("  --moves K            take the best plan that gives up K pairs at most, and list its changes; a "
       "term "
       "keeps it as a draft"),
    N_("  -o, --output FILE    with --moves: write that plan to this file (JSON)"),
    N_("  --force              replace the file that stands there, whatever it is"),
    N_("  --revert NAME        with --moves: take the change of this person (or window) back, the other "
       "changes "
       "staying; several times for several"),
    N_("  --freeze NAME        the pairs of this window, member or relation stay; several times for several"),
    N_("  --json               print all lines and their changes as JSON"),
    N_("  --time-limit S       give up after S seconds (60)"),
    "",
    N_("Example:"),
    "  tongxin rebalance --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    --previous data/jinhua/annex1.csv",
    "",
    N_("Exit status: 0 done; 1 no plan, or the time limit came before the end; 2 the input is at fault; 3 "
       "the "
       "machine is at fault."),
    NULL,
};

struct rebalance {
    struct inputs inputs;
    const char *time_limit, *moves, *db;
    struct output output;
    struct rebalance_term *term; /* NULL: files */
    struct named_plan *named;    /* the previous plan as it was written */
    struct option_list freeze, revert;
    bool json;
    int *frozen, frozen_pairs;
    int64_t most;
};

/* The previous plan, with the pairs that have ended. */
static enum status read_previous(struct invocation *invocation, struct rebalance *asked)
{
    struct inputs *inputs = &asked->inputs;
    int *row;
    enum status status = STATUS_OK;
    if (!asked->named)
        status = plan_read(invocation->owner, inputs->previous_file, &asked->named, invocation->error);
    if (status == STATUS_OK)
        status = plan_bind(invocation->owner, asked->named, inputs->scheme, inputs->roster,
                           asked->term ? BIND_KEPT : BIND_LEAVE, &inputs->previous, &inputs->previous_pairs,
                           &row, invocation->error);
    return status == STATUS_OK ? ended_find(invocation->owner, asked->named, inputs->scheme, inputs->roster,
                                            row, inputs->previous_pairs, &inputs->carried, invocation->error)
                               : status;
}

/* Roster and scheme, of files or of a term. */
static enum status read_inputs(struct invocation *invocation, struct rebalance *asked, const char *previous)
{
    struct inputs *inputs = &asked->inputs;
    if (!inputs->scheme_name && !inputs->roster_file && !previous) {
        asked_refuse_parts(invocation, inputs);
        asked->term = talloc_zero(invocation->owner, struct rebalance_term);
        if (!asked->term || invocation->error->status != STATUS_OK)
            return asked->term ? invocation->error->status : error_add_memory(invocation->error);
        return rebalance_term_open(invocation, asked->db, asked->moves != NULL, asked->term, inputs,
                                   &asked->named);
    }
    if (asked->db)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Either a term is asked about (--db), or files are (--scheme, --roster, --previous): "
                    "please leave one of them out."));
    options_need(invocation, previous, "previous", _("the plan in force, JSON or a CSV table of pairs"));
    enum status status = inputs_read(invocation, inputs);
    inputs->previous_file = previous;
    return status;
}

static bool is_part(const struct named_part *part, const struct inputs *inputs, const struct pair *pair)
{
    const struct relation *relation = &inputs->scheme->relation[pair->relation];
    if (part->relation >= 0)
        return pair->relation == part->relation;
    if (part->window >= 0)
        return pair_window(relation, inputs->roster, pair->target) == part->window;
    return pair->source == part->member ||
           (relation->target_kind == TARGET_MEMBER && pair->target == part->member);
}

static enum status read_frozen(struct invocation *invocation, struct rebalance *asked)
{
    const struct inputs *inputs = &asked->inputs;
    bool *frozen = talloc_zero_array(invocation->owner, bool, (unsigned)inputs->previous_pairs + 1);
    asked->frozen = talloc_array(invocation->owner, int, (unsigned)inputs->previous_pairs + 1);
    if (!frozen || !asked->frozen)
        return error_add_memory(invocation->error);
    for (int i = 0; i < asked->freeze.count; i++) {
        struct named_part part;
        if (!named_part(invocation, inputs->roster, inputs->scheme, asked->freeze.value[i], &part))
            continue;
        for (int p = 0; p < inputs->previous_pairs; p++)
            frozen[p] |= is_part(&part, inputs, &inputs->previous[p]);
    }
    for (int p = 0; p < inputs->previous_pairs; p++)
        if (frozen[p])
            asked->frozen[asked->frozen_pairs++] = p;
    return invocation->error->status;
}

static void show_progress(void *context, int64_t moves)
{
    (void)context;
    fprintf(stderr, "\r");
    fprintf(stderr, _("Moves tried: %lld ..."), (long long)moves);
    fflush(stderr);
}

static enum status find(struct invocation *invocation, const struct rebalance *asked, double seconds,
                        struct frontier **frontier)
{
    bool progress = !asked->json && terminal_is_interactive(stderr);
    struct frontier_request request = {
        .solve = {.previous = asked->inputs.previous,
                  .previous_pairs = asked->inputs.previous_pairs,
                  .has_previous = true,
                  .options = solver_defaults()},
        .frozen = asked->frozen,
        .frozen_pairs = asked->frozen_pairs,
        .most = asked->most,
        .progress = progress ? show_progress : NULL,
    };
    request.solve.options.seconds = seconds;
    enum status status = frontier_find(invocation->owner, asked->inputs.roster, asked->inputs.scheme,
                                       &request, frontier, invocation->error);
    if (progress)
        fputs("\r\033[K", stderr);
    return status;
}

static enum status no_line(const struct invocation *invocation, const struct rebalance *asked,
                           const struct frontier *frontier)
{
    if (frontier->line)
        return error_add(invocation->error, STATUS_NO, NULL,
                         _("No valid plan gives up %lld pairs at most: at least %lld must go."),
                         (long long)asked->most, (long long)frontier->line[0].moves);
    const char *why =
        asked->term ? talloc_asprintf(invocation->owner, "tongxin plan%s", term_options(&asked->term->term))
                    : talloc_asprintf(invocation->owner, "tongxin solve %s",
                                      inputs_options(invocation, &asked->inputs));
    if (frontier->stopped)
        return error_add(
            invocation->error, STATUS_NO, NULL,
            _("The time limit came before the proof, so nothing can be said for certain. A longer "
              "--time-limit helps."));
    if (asked->frozen_pairs > 0)
        return error_add(
            invocation->error, STATUS_NO, NULL,
            _("With what is frozen no plan was found. Please freeze less, or see whether there is one "
              "without: %s"),
            why);
    return error_add(invocation->error, STATUS_NO, NULL,
                     _("No plan was found for this roster and scheme. To see why: %s"), why);
}

static enum status write_plan(struct invocation *invocation, struct rebalance *asked,
                              const struct frontier *frontier, const struct frontier_line *line)
{
    size_t size;
    const struct inputs *inputs = &asked->inputs;
    struct plan *plan = frontier_plan(invocation->owner, inputs->scheme, frontier, line);
    char *text = plan ? plan_to_json(invocation->owner, plan, inputs->scheme, inputs->roster, &size) : NULL;
    if (!text)
        return error_add_memory(invocation->error);
    return output_write(invocation, &asked->output, text, size);
}

static void tell_version(const struct rebalance_term *open, int version)
{
    const char *db = term_options(&open->term);
    if (open->term.same)
        printf(_("This is the same as draft %d; no version was added.\n"), version);
    else
        printf(_("This is version %d, a draft.\n"), version);
    if (open->made.base)
        printf(_("What is other than in version %d: tongxin diff%s\n"), open->made.base, db);
    printf(_("To put it in force: tongxin publish%s\n"), db);
}

static enum status answer(struct invocation *invocation, struct rebalance *asked,
                          const struct frontier *frontier, enum status status)
{
    const struct frontier_line *line = frontier_within(frontier, asked->most < 0 ? INT64_MAX : asked->most);
    if (!line)
        return no_line(invocation, asked, frontier);
    struct frontier_line reverted;
    struct frontier_view view = {.inputs = &asked->inputs,
                                 .frontier = frontier,
                                 .line = asked->most >= 0 ? line : NULL,
                                 .most = asked->most,
                                 .freeze = &asked->freeze,
                                 .frozen_pairs = asked->frozen_pairs,
                                 .term_options = asked->term ? term_options(&asked->term->term) : NULL};
    int version = 0;
    enum status kept = STATUS_OK;
    if (asked->revert.count > 0) {
        kept = revert_changes(invocation, &view, &asked->revert, &reverted, &view.reverted);
        view.from = line;
        view.line = line = &reverted;
    }
    if (kept == STATUS_OK && asked->term && view.line)
        kept = rebalance_term_keep(asked->term, frontier, line, asked->frozen_pairs > 0, view.reverted,
                                   &version);
    if (kept != STATUS_OK)
        return kept;
    if (asked->output.name)
        kept = write_plan(invocation, asked, frontier, line);
    bool printed = asked->json ? frontier_json(stdout, &view) : frontier_print(stdout, invocation, &view);
    if (!printed)
        return error_add_memory(invocation->error);
    if (kept == STATUS_OK && asked->output.name && !asked->json)
        prose(stdout, _("The plan is in %s."), asked->output.name);
    if (version && !asked->json)
        tell_version(asked->term, version);
    return kept == STATUS_OK ? status
                             : kept; /* where the file failed, what a term has kept is told all the same */
}

static void read_moves(struct invocation *invocation, struct rebalance *asked)
{
    char *end = NULL;
    asked->most = asked->moves ? strtoll(asked->moves, &end, 10) : -1;
    if (asked->moves && (end == asked->moves || *end || asked->most < 0))
        error_add(invocation->error, STATUS_INPUT, NULL, _("--moves takes a whole number from 0, not “%s”."),
                  asked->moves);
    if (asked->revert.count > 0 && !asked->moves)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Of which line is a change to be taken back? Please add --moves K."));
    if (asked->output.name && !asked->moves)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Which line is to be written? Please add --moves K; without -o the lines are listed."));
}

static enum status run(struct invocation *invocation)
{
    struct rebalance asked = {.most = -1};
    struct inputs *inputs = &asked.inputs;
    const char *previous = NULL;
    double seconds = solver_defaults().seconds;
    int words;
    const struct option_row rows[] = {
        {"scheme", 0, &inputs->scheme_name, NULL},
        {"roster", 0, &inputs->roster_file, NULL},
        {"sheet", 0, &inputs->sheet, NULL},
        {"columns", 0, NULL, NULL, &inputs->columns},
        {"windows", 0, &inputs->windows_file, NULL},
        {"pairs", 0, &inputs->pairs_file, NULL},
        {"set", 0, NULL, NULL, &inputs->set},
        {"previous", 0, &previous, NULL},
        {"db", 0, &asked.db, NULL},
        {"moves", 0, &asked.moves, NULL},
        {"output", 'o', &asked.output.name, NULL},
        OUTPUT_FORCE(asked.output),
        {"freeze", 0, NULL, NULL, &asked.freeze},
        {"revert", 0, NULL, NULL, &asked.revert},
        {"json", 0, NULL, &asked.json},
        {"time-limit", 0, &asked.time_limit, NULL},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, NULL, 0, &words);
    seconds_read(invocation, asked.time_limit, &seconds);
    read_moves(invocation, &asked);
    enum status status = read_inputs(invocation, &asked, previous);
    if (status == STATUS_OK)
        status = read_previous(invocation, &asked);
    if (status == STATUS_OK)
        status = read_frozen(invocation, &asked);
    if (status == STATUS_OK)
        status = output_check(invocation, &asked.output);
    if (status != STATUS_OK)
        return status;
    struct frontier *frontier = NULL;
    status = find(invocation, &asked, seconds, &frontier);
    if (!frontier || (status != STATUS_OK && status != STATUS_NO) || invocation->error->count > 0)
        return status;
    return answer(invocation, &asked, frontier, status);
}

const struct command command_rebalance = {
    .name = "rebalance",
    .summary = N_("after changes of the roster: what moving people buys"),
    .help = help,
    .run = run,
};
