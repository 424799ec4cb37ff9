/* tongxin drill: what if one member left. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/asked.h"
#include "cli/prose.h"
#include "cli/terminal.h"
#include "planning/drill.h"

static const char *const help[] = {
    N_("Usage: tongxin drill [--worst N] [options]"),
    N_("Of the term's plan, or with --scheme, --roster and --plan of a plan in a file."),
    N_("Lets every member leave, one at a time: how many pairs end, the fewest others that must be given up, "
       "and whose "
       "leaving would leave no plan at all, with what clashes then."),
    "",
    N_("  --worst N            only the N gravest (20)"),
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --version N          this version of the term's plan; usually the one in force, or else the newest "
       "draft"),
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
    N_("  --plan FILE          the plan that is asked about (JSON, or a CSV table of pairs)"),
    N_("  --json               print everything as JSON"),
    N_("  --time-limit S       give up each search after S seconds (60)"),
    "",
    N_("Example:"),
    "  tongxin solve --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    -o plan.json",
    "  tongxin drill --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    --plan plan.json --worst 10",
    "",
    N_("Exit status: 0 done, whatever was found; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

enum { USUAL_WORST = 20 };

static const char *const answer_words[] = {"moves", "no plan", "open", "not run"};

static void show_progress(void *context, int done, int all)
{
    (void)context;
    fprintf(stderr, "\r");
    fprintf(stderr, _("Departures tried: %d of %d ..."), done, all);
    fflush(stderr);
}

/* ---- For people ---- */

static char *say(const void *owner, const struct departure *departure)
{
    switch (departure->answer) {
    case DEPARTURE_NO_PLAN:
        return talloc_strdup(owner, _("no plan"));
    case DEPARTURE_OPEN:
        return talloc_strdup(owner, _("not found out in time"));
    case DEPARTURE_NOT_RUN:
        return talloc_asprintf(owner, _("the scheme cannot be run: %s"), departure->why);
    default:
        return talloc_asprintf(owner, "%lld", (long long)departure->moves);
    }
}

static void print_summary(FILE *out, const struct departure *departure, int members)
{
    int lost = 0, moving = 0, open = 0;
    for (int i = 0; i < members; i++) {
        lost += departure[i].answer == DEPARTURE_NO_PLAN;
        moving += departure[i].answer == DEPARTURE_MOVES && departure[i].moves > 0;
        open += departure[i].answer == DEPARTURE_OPEN || departure[i].answer == DEPARTURE_NOT_RUN;
    }
    if (open > 0 || (lost > 0 && moving > 0))
        prose(out,
              _("Each of %d members was taken away in turn. Departures that leave no plan: %d; after which "
                "further pairs must be given up: %d; in the other cases it is enough to fill the gaps."),
              members, lost, moving);
    else if (lost > 0)
        prose(out,
              _("Each of %d members was taken away in turn. Departures that leave no plan: %d; in the other "
                "cases it is enough to fill the gaps."),
              members, lost);
    else if (moving > 0)
        prose(out,
              _("Each of %d members was taken away in turn. A plan is always left. Departures after which "
                "further pairs must be given up: %d; in the other cases it is enough to fill the gaps."),
              members, moving);
    else
        prose(out,
              _("Each of %d members was taken away in turn. A plan is always left, and it is enough to fill "
                "the gaps."),
              members);
    if (open > 0)
        prose(out, _("In %d cases it was not found out."), open);
}

static bool print_table(FILE *out, const void *owner, const struct roster *roster,
                        const struct departure *departure, int count)
{
    enum { COLUMNS = 4 };
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_RIGHT, ALIGN_LEFT};
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)count + 1));
    int at = 0;
    if (!cell)
        return false;
    cell[at++] = _("Who leaves");
    cell[at++] = _("Window");
    cell[at++] = _("Pairs that end");
    cell[at++] = _("Pairs to be given up");
    for (int i = 0; i < count; i++) {
        const struct member *member = &roster->member[departure[i].member];
        cell[at++] = asked_member(owner, roster, departure[i].member);
        cell[at++] =
            member->window != WINDOW_NONE ? text_printable(owner, roster->window[member->window].name) : "";
        cell[at++] = talloc_asprintf(owner, "%d", departure[i].ended);
        cell[at++] = say(owner, &departure[i]);
    }
    terminal_table(out, &(struct text_table){COLUMNS, count + 1, align, cell});
    return true;
}

/* Whether the same rules clash in both. */
static bool clash_alike(const struct plan *one, const struct plan *other)
{
    bool alike = one && other && one->conflicts == other->conflicts;
    for (int c = 0; alike && c < one->conflicts; c++) {
        const struct conflict *a = &one->conflict[c], *b = &other->conflict[c];
        alike = a->rules == b->rules;
        for (int i = 0; alike && i < a->rules; i++)
            alike = a->rule[i].line == b->rule[i].line && strcmp(a->rule[i].title, b->rule[i].title) == 0;
    }
    return alike;
}

static void print_rules(FILE *out, const struct conflict *conflict)
{
    for (int i = 0; i < conflict->rules; i++)
        if (conflict->rule[i].line > 0)
            prose(out, _("- “%s” (%s:%d): %s"), conflict->rule[i].title, conflict->rule[i].file,
                  conflict->rule[i].line, conflict->rule[i].asks);
        else
            prose(out, _("- “%s”: %s"), conflict->rule[i].title, conflict->rule[i].asks);
    for (int i = 0; i < conflict->sentences; i++)
        prose(out, "%s", conflict->sentence[i]);
}

/* The clash of the first departure, and all those whose leaving leads to the same. */
static void print_clash(FILE *out, const void *owner, const struct roster *roster,
                        const struct departure *departure, int count)
{
    char *names = talloc_strdup(owner, "");
    int alike = 0;
    for (int i = 0; names && i < count; i++)
        if (clash_alike(departure->plan, departure[i].plan))
            names = talloc_asprintf_append(names, "%s%s", alike++ > 0 ? _(", ") : "",
                                           asked_member(owner, roster, departure[i].member));
    if (alike > 1)
        prose(out,
              _("Without any one of these %d there is no plan: %s. Without the first of them, for example:"),
              alike, names ? names : "");
    else
        prose(out, _("Without %s:"), names ? names : "");
    for (int c = 0; c < departure->plan->conflicts; c++)
        print_rules(out, &departure->plan->conflict[c]);
}

static bool is_told(const struct departure *departure, int i)
{
    for (int k = 0; k < i; k++)
        if (clash_alike(departure[k].plan, departure[i].plan))
            return true;
    return false;
}

static bool print(FILE *out, const void *owner, const struct roster *roster,
                  const struct departure *departure, int shown)
{
    print_summary(out, departure, roster->members);
    fputc('\n', out);
    if (!print_table(out, owner, roster, departure, shown))
        return false;
    for (int i = 0; i < shown; i++)
        if (departure[i].answer == DEPARTURE_NO_PLAN && departure[i].plan && !is_told(departure, i)) {
            fputc('\n', out);
            print_clash(out, owner, roster, &departure[i], shown - i);
        }
    return true;
}

/* ---- For programs ---- */

static json_t *clash_json(const struct plan *plan)
{
    json_t *list = json_array();
    for (int c = 0; plan && c < plan->conflicts; c++)
        for (int i = 0; i < plan->conflict[c].rules; i++) {
            const struct conflict_rule *rule = &plan->conflict[c].rule[i];
            json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:s}", "title", rule->title, "file",
                                                  rule->file ? rule->file : "", "line", rule->line, "asks",
                                                  rule->asks));
        }
    return list;
}

static bool print_json(FILE *out, const struct roster *roster, const struct departure *departure, int shown)
{
    json_t *list = json_array();
    for (int i = 0; i < shown; i++) {
        const struct departure *one = &departure[i];
        json_t *object = json_pack("{s:s, s:s, s:s, s:i}", "member", roster->member[one->member].id, "name",
                                   roster->member[one->member].name, "answer", answer_words[one->answer],
                                   "ended", one->ended);
        if (one->answer == DEPARTURE_MOVES)
            json_object_set_new(object, "moves", json_integer(one->moves));
        if (one->answer == DEPARTURE_NO_PLAN)
            json_object_set_new(object, "clash", clash_json(one->plan));
        json_array_append_new(list, object);
    }
    json_t *object = json_pack("{s:i, s:o}", "members", roster->members, "departures", list);
    bool done = object && json_dumpf(object, out, JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0;
    fputc('\n', out);
    json_decref(object);
    return done;
}

static int read_worst(struct invocation *invocation, const char *text)
{
    char *end = NULL;
    long worst = text ? strtol(text, &end, 10) : USUAL_WORST;
    if (text && (end == text || *end || worst < 1 || worst > 1000000)) {
        error_add(invocation->error, STATUS_INPUT, NULL, _("--worst takes a whole number from 1, not “%s”."),
                  text);
        return USUAL_WORST;
    }
    return (int)worst;
}

static enum status run(struct invocation *invocation)
{
    struct asked asked = {.json = false};
    const char *worst = NULL;
    int words;
    const struct option_row rows[] = {
        ASKED_OPTIONS(&asked), {"worst", 0, &worst, NULL}, {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, NULL, 0, &words);
    int shown = read_worst(invocation, worst);
    enum status status = asked_read(invocation, &asked);
    if (status != STATUS_OK)
        return status;
    bool progress = !asked.json && terminal_is_interactive(stderr);
    const struct drill_request request = {.rerun = &asked.inputs.rerun,
                                          .seconds = asked.seconds,
                                          .reasons = true,
                                          .progress = progress ? show_progress : NULL};
    const struct roster *roster = asked.inputs.roster;
    struct departure *departure;
    status = drill_run(invocation->owner, roster, asked.pair, asked.pairs, &request, &departure,
                       invocation->error);
    if (progress)
        fputs("\r\033[K", stderr);
    if (status != STATUS_OK)
        return status;
    drill_sort(departure, roster->members);
    shown = asked.json && !worst ? roster->members : shown < roster->members ? shown : roster->members;
    if (!asked.json)
        asked_heading(stdout, &asked);
    bool done = asked.json ? print_json(stdout, roster, departure, shown)
                           : print(stdout, invocation->owner, roster, departure, shown);
    return done ? STATUS_OK : error_add_memory(invocation->error);
}

const struct command command_drill = {
    .name = "drill",
    .summary = N_("what each single departure would ask of the plan"),
    .help = help,
    .run = run,
};
