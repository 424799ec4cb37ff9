/* tongxin solve: files in, a proven plan out. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/lacks.h"
#include "cli/no_plan.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pairs.h"
#include "cli/parameters.h"
#include "cli/reading.h"
#include "cli/repairs.h"
#include "cli/stages.h"
#include "cli/summary.h"
#include "cli/terminal.h"
#include "cli/traces.h"
#include "planning/frontier.h"
#include "planning/plan_file.h"
#include "planning/solve.h"

static const char *const help[] = {
    N_("Usage: tongxin solve --scheme FILE|NAME --roster FILE [options]"),
    N_("Reads the roster and the scheme, finds the best plan and proves that there is no better one."),
    "",
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
    N_("  --params             list the scheme's parameters instead of solving (--roster is not needed "
       "then)"),
    N_("  --previous FILE      the previous plan (JSON, or a CSV table of pairs): as few of its pairs as can "
       "be change"),
    N_("  --moves K            with --previous: give up K of its pairs at most, where that makes the rest "
       "better"),
    N_("  -o, --output FILE    write the plan, if there is one, to this file (JSON)"),
    N_("  --force              replace the file that stands there, whatever it is"),
    N_("  --json               print the plan as JSON instead of a summary"),
    N_("  --repair N           where there is no plan: show the plan under repair N; nothing is changed or "
       "written"),
    N_("  --time-limit S       give up the search for a proof after S seconds (60)"),
    N_("  --tidied             list what was tidied in the roster (blanks, spellings of parties) and left "
       "out"),
    N_("  --verbose            list what the functions of the rules read, and how often they were asked"),
    "",
    N_("Example:"),
    "  tongxin solve --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    -o plan.json",
    "",
    N_("Exit status: 0 a proven plan; 1 no plan, or the time limit left a gap; 2 the input is at fault; 3 "
       "the "
       "machine is at fault."),
    NULL,
};

struct solve_options {
    struct inputs inputs;
    const char *time_limit, *repair, *moves;
    struct output output;
    int64_t most; /* --moves; -1: not given */
    bool json, tidied, params, verbose;
};

/* Without a plan nothing is written: the file may hold the plan that is still in force. */
static bool has_pairs(const struct plan *plan)
{
    return plan->status == PLAN_OPTIMAL || plan->status == PLAN_FEASIBLE;
}

static enum status write_json(struct invocation *invocation, struct solve_options *options,
                              const struct plan *plan)
{
    size_t size;
    char *text = plan_to_json(invocation->owner, plan, options->inputs.scheme, options->inputs.roster, &size);
    if (!text)
        return error_add_memory(invocation->error);
    if (options->output.name && has_pairs(plan)) {
        enum status status = output_write(invocation, &options->output, text, size);
        if (status != STATUS_OK)
            return status;
    }
    if (options->json)
        fwrite(text, 1, size, stdout);
    return STATUS_OK;
}

static enum status read_moves(struct invocation *invocation, struct solve_options *options)
{
    char *end = NULL;
    options->most = options->moves ? strtoll(options->moves, &end, 10) : -1;
    if (options->moves && (end == options->moves || *end || options->most < 0))
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("--moves takes a whole number from 0, not “%s”."), options->moves);
    if (options->moves && !options->inputs.previous_file)
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("--moves counts pairs of the previous plan: please name that with --previous."));
    return STATUS_OK;
}

/* --moves: the best plan that gives up so many pairs at most, where that is other than the usual one; else
 * *plan stays as it is. */
static enum status find_capped(struct invocation *invocation, const struct solve_options *options,
                               const struct solve_request *request, struct plan **plan)
{
    const struct inputs *inputs = &options->inputs;
    const struct frontier_request asked = {.solve = *request, .most = options->most};
    struct frontier *frontier = NULL;
    enum status status = frontier_find(invocation->owner, inputs->roster, inputs->scheme, &asked, &frontier,
                                       invocation->error);
    if (!frontier || invocation->error->count > 0 || frontier->lines == 0)
        return status;
    const struct frontier_line *line = frontier_within(frontier, options->most);
    if (!line)
        return error_add(invocation->error, STATUS_NO, NULL,
                         _("No valid plan gives up %lld pairs at most: at least %lld must go."),
                         (long long)options->most, (long long)frontier->line[0].moves);
    if (line == &frontier->line[0])
        return status; /* what `solve` finds of itself, with its proof */
    *plan = frontier_plan(invocation->owner, inputs->scheme, frontier, line);
    return *plan ? status : error_add_memory(invocation->error);
}

/* The plan; where there is none, its repairs too, or the plan under one of them: then *without is what they
 * repair, else the plan itself. */
static enum status find_plan(struct invocation *invocation, struct solve_options *options,
                             struct solve_request *request, struct plan **plan, struct plan **without)
{
    bool progress = !options->json && terminal_is_interactive(stderr);
    request->options.progress = progress ? stages_progress : NULL;
    enum status status = plan_solve(invocation->owner, options->inputs.roster, options->inputs.scheme,
                                    request, plan, invocation->error);
    if (progress)
        fputs("\r\033[K", stderr);
    if (status != STATUS_OK && status != STATUS_NO)
        return status;
    if (options->most >= 0 && *plan && has_pairs(*plan))
        status = find_capped(invocation, options, request, plan);
    if (invocation->error->count > 0)
        return status;
    *without = *plan;
    if (*plan && (*plan)->status == PLAN_INFEASIBLE) {
        enum status found = repairs_add(invocation, &options->inputs, *plan, progress);
        if (found != STATUS_OK)
            return found;
    }
    if (!options->repair)
        return status;
    return repairs_solve(invocation, &options->inputs, *without, options->repair, request, &options->inputs,
                         plan);
}

static enum status run(struct invocation *invocation)
{
    struct solve_options options = {0};
    struct solve_request request = {.options = solver_defaults()};
    int words;
    const struct option_row rows[] = {
        {"scheme", 0, &options.inputs.scheme_name, NULL},
        {"roster", 0, &options.inputs.roster_file, NULL},
        {"sheet", 0, &options.inputs.sheet, NULL},
        {"columns", 0, NULL, NULL, &options.inputs.columns},
        {"windows", 0, &options.inputs.windows_file, NULL},
        {"pairs", 0, &options.inputs.pairs_file, NULL},
        {"set", 0, NULL, NULL, &options.inputs.set},
        {"previous", 0, &options.inputs.previous_file, NULL},
        {"output", 'o', &options.output.name, NULL},
        OUTPUT_FORCE(options.output),
        {"time-limit", 0, &options.time_limit, NULL},
        {"repair", 0, &options.repair, NULL},
        {"moves", 0, &options.moves, NULL},
        {"json", 0, NULL, &options.json},
        {"tidied", 0, NULL, &options.tidied},
        {"params", 0, NULL, &options.params},
        {"verbose", 0, NULL, &options.verbose},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, NULL, 0, &words);
    repairs_refuse_output(invocation, options.repair, options.output.name);
    read_moves(invocation, &options);
    seconds_read(invocation, options.time_limit, &request.options.seconds);
    options.inputs.no_roster = options.params;
    enum status status = inputs_read(invocation, &options.inputs);
    if (status != STATUS_OK)
        return status;
    if (options.params) {
        parameters_print(stdout, options.inputs.scheme);
        return STATUS_OK;
    }
    if (output_check(invocation, &options.output) != STATUS_OK)
        return invocation->error->status;
    lacks_print(options.json ? stderr : stdout, options.inputs.lacks, &options.inputs.names);
    pairs_notice(options.json ? stderr : stdout, options.inputs.roster, options.inputs.scheme,
                 options.inputs.pairs, 0);
    request.previous = options.inputs.previous;
    request.previous_pairs = options.inputs.previous_pairs;
    request.has_previous = options.inputs.previous_file != NULL;
    request.ended = options.inputs.carried.ended;
    request.ended_pairs = options.inputs.carried.ended_pairs;
    struct plan *plan = NULL, *without = NULL;
    status = find_plan(invocation, &options, &request, &plan, &without);
    if ((status != STATUS_OK && status != STATUS_NO) || invocation->error->count > 0)
        return status;
    enum status written = write_json(invocation, &options, plan);
    if (written != STATUS_OK)
        return written;
    if (options.json)
        return status;
    if (options.tidied)
        reading_tidied(stdout, &options.inputs);
    if (options.repair)
        no_plan_print_repaired(stdout, without, options.inputs.repair);
    struct unasked unasked = {.possible = false};
    if (has_pairs(plan)) {
        enum status counted = unasked_count(options.inputs.roster, options.inputs.scheme, &request, plan,
                                            UNASKED_SECONDS, &unasked, invocation->error);
        if (counted != STATUS_OK)
            return counted;
    }
    summary_print(stdout, invocation, &options.inputs, plan, &unasked, options.output.name);
    if (options.verbose)
        traces_print(stdout, options.inputs.scheme);
    return status;
}

const struct command command_solve = {
    .name = "solve",
    .summary = N_("find the best plan for a roster and a scheme"),
    .help = help,
    .run = run,
};
