#include "cli/summary.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/carried.h"
#include "cli/no_plan.h"
#include "cli/nobody.h"
#include "cli/reading.h"
#include "cli/stages.h"
#include "cli/terminal.h"
#include "cli/unasked_print.h"
#include "planning/blanks.h"
#include "report/name_order.h"

/* ---- Roster ---- */

enum { PARAGRAPH_WIDEST = 100 }; /* longer lines are hard to follow */

static void paragraph(FILE *out, char *text)
{
    char *shown = text_printable(NULL, text);
    int width = terminal_width(out);
    terminal_paragraph(out, shown, 0, 0, width < PARAGRAPH_WIDEST ? width : PARAGRAPH_WIDEST);
    talloc_free(shown);
    talloc_free(text);
}

static void sentence(FILE *out, const char *text)
{
    paragraph(out, talloc_strdup(NULL, text));
}

/* Of a committee whose scheme asks for no party: how many people, and windows where there are some. */
static void print_plain_roster(FILE *out, const struct roster *roster, int exempt, int windows)
{
    char *text = talloc_asprintf(NULL, _("Roster: members %d"), roster->members);
    if (exempt > 0)
        text = talloc_asprintf_append(text, _(" (exempt %d)"), exempt);
    if (windows > 0)
        text = talloc_asprintf_append(text, _(", windows %d"), windows);
    paragraph(out, talloc_strdup_append(text, _(".")));
}

static void print_roster(FILE *out, const struct roster *roster, const struct scheme *scheme)
{
    const struct origin *origin;
    int leaders = 0, party = 0, others = 0, exempt = 0, windows = 0;
    for (int m = 0; m < roster->members; m++) {
        const struct member *member = &roster->member[m];
        if (member->exempt)
            exempt++;
        else if (member_has_role(member, "党组成员"))
            leaders++;
        else if (member_in_party(member, "中共"))
            party++;
        else
            others++;
    }
    for (int w = 0; w < roster->windows; w++)
        windows += roster->window[w].members > 0;
    if (leaders == 0 && !scheme_goes_by(scheme, ATTRIBUTE_PARTY, &origin))
        print_plain_roster(out, roster, exempt, windows);
    else if (exempt == 0)
        paragraph(out, talloc_asprintf(NULL,
                                       _("Roster: members %d (leaders %d, other Party members %d, non-Party "
                                         "members %d), windows %d."),
                                       roster->members, leaders, party, others, windows));
    else
        paragraph(out, talloc_asprintf(NULL,
                                       _("Roster: members %d (leaders %d, other Party members %d, non-Party "
                                         "members %d, exempt %d), windows %d."),
                                       roster->members, leaders, party, others, exempt, windows));
}

/* ---- Who carries how many ---- */

static int *loads_of(const void *owner, const struct plan *plan, const struct inputs *inputs, int relation)
{
    int *load = talloc_zero_array(owner, int, (unsigned)inputs->roster->members + 1);
    for (int p = 0; p < plan->pairs; p++)
        if (plan->pair[p].relation == relation)
            load[plan->pair[p].source]++;
    return load;
}

/* "0 人 9 名，1 人 74 名 ...": how many sources carry how many pairs. */
static void print_histogram(FILE *out, const struct relation *relation, const int *load)
{
    int most = 0;
    bool first = true;
    char *text = talloc_asprintf(NULL, _("%s, how many each carries: "), relation->origin.title);
    for (int i = 0; i < relation->sources; i++)
        most = load[relation->source[i]] > most ? load[relation->source[i]] : most;
    for (int units = 0; units <= most; units++) {
        int count = 0;
        for (int i = 0; i < relation->sources; i++)
            count += load[relation->source[i]] == units;
        if (count == 0)
            continue;
        text = talloc_asprintf_append(text, first ? _("%d by %d") : _(", %d by %d"), units, count);
        first = false;
    }
    paragraph(out, talloc_strdup_append(text, _(".")));
}

struct window_figures {
    int sources, pairs, idle;
};

static bool is_within_window(const struct relation *relation)
{
    return relation->target_kind == TARGET_MEMBER && relation->within_count == 1 &&
           relation->within[0] == ATTRIBUTE_WINDOW;
}

static struct window_figures *figures_of(const void *owner, const struct roster *roster,
                                         const struct relation *relation, const int *load)
{
    struct window_figures *figure =
        talloc_zero_array(owner, struct window_figures, (unsigned)roster->windows + 1);
    for (int i = 0; i < relation->sources; i++) {
        int source = relation->source[i], window = roster->member[source].window;
        if (window == WINDOW_NONE)
            continue;
        figure[window].sources++;
        figure[window].pairs += load[source];
        figure[window].idle += load[source] == 0;
    }
    return figure;
}

/* The window whose sources carry most on average. */
static void print_busiest(FILE *out, const struct roster *roster, const struct window_figures *figure,
                          const int *order)
{
    int busiest = -1;
    for (int i = 0; i < roster->windows; i++) {
        int w = order[i];
        if (figure[w].sources > 0 && (busiest < 0 || (int64_t)figure[w].pairs * figure[busiest].sources >
                                                         (int64_t)figure[busiest].pairs * figure[w].sources))
            busiest = w;
    }
    if (busiest < 0 || figure[busiest].pairs == 0)
        return;
    char *name = window_word(NULL, roster->window[busiest].name);
    paragraph(out, talloc_asprintf(NULL, _("The busiest window is %s (contacting: %d, contacted: %d)."), name,
                                   figure[busiest].sources, figure[busiest].pairs));
    talloc_free(name);
}

/* Who has nobody, window by window; with the reason where it is the same everywhere. */
static void print_idle(FILE *out, const struct roster *roster, const struct window_figures *figure,
                       const int *order)
{
    int idle = 0, idle_windows = 0;
    bool too_many = true;
    char *names = talloc_strdup(NULL, ""), *counts = talloc_strdup(NULL, "");
    for (int i = 0; i < roster->windows; i++) {
        const struct window_figures *here = &figure[order[i]];
        const char *name = roster->window[order[i]].name, *comma = idle_windows > 0 ? _(", ") : "";
        if (here->idle == 0)
            continue;
        idle += here->idle;
        idle_windows++;
        too_many = too_many && here->sources > here->pairs;
        names = talloc_asprintf_append(names, "%s%s", comma, window_word(counts, name));
        counts = talloc_asprintf_append(counts, _("%s%s %d"), comma, name, here->idle);
    }
    if (idle > 0 && too_many && idle_windows > 1)
        paragraph(out, talloc_asprintf(NULL,
                                       _("In the windows %s there are more who could contact than people to "
                                         "be contacted; without anybody to contact: %d."),
                                       names, idle));
    else if (idle > 0 && too_many)
        paragraph(out, talloc_asprintf(NULL,
                                       _("In window %s there are more who could contact than people to be "
                                         "contacted; without anybody to contact: %d."),
                                       names, idle));
    else if (idle > 0)
        paragraph(out, talloc_asprintf(NULL, _("Without anybody to contact: %d (%s)."), idle, counts));
    talloc_free(names);
    talloc_free(counts);
}

static void print_windows(FILE *out, const struct roster *roster, const struct relation *relation,
                          const int *load)
{
    void *owner = talloc_new(NULL);
    struct window_figures *figure = figures_of(owner, roster, relation, load);
    int *order = talloc_array(owner, int, (unsigned)roster->windows + 1);
    for (int w = 0; w < roster->windows; w++)
        order[w] = w;
    name_order_windows(roster, order, roster->windows);
    print_busiest(out, roster, figure, order);
    print_idle(out, roster, figure, order);
    talloc_free(owner);
}

static void print_loads(FILE *out, const struct inputs *inputs, const struct plan *plan)
{
    for (int r = 0; r < inputs->scheme->relations; r++) {
        const struct relation *relation = &inputs->scheme->relation[r];
        if (!relation->balance[END_SOURCE] || relation->target_kind != TARGET_MEMBER)
            continue;
        int *load = loads_of(NULL, plan, inputs, r);
        print_histogram(out, relation, load);
        if (is_within_window(relation))
            print_windows(out, inputs->roster, relation, load);
        talloc_free(load);
    }
}

/* ---- Cover: everybody, or who has nobody ---- */

/* Where the scheme leaves it open for some whether they are contacted, how many are is not what it asks. */
static char *open_cover(const struct cover *cover, const int *times, int asked)
{
    int contacted = 0;
    for (int i = 0; i < cover->targets; i++)
        contacted += cover->times[i].lo == 0 && times[cover->target[i]] > 0;
    int open = cover->targets - asked;
    if (asked == 0)
        return talloc_asprintf(NULL, _("%s: the scheme asks it of nobody; contacted are %d of %d."),
                               cover->origin.title, contacted, open);
    return talloc_asprintf(
        NULL,
        _("%s: each of the %d of whom the scheme asks it is contacted as often as it asks; of "
          "the other %d, contacted are %d."),
        cover->origin.title, asked, open, contacted);
}

/* How often each member of the roster is covered. */
static int *times_covered(const void *owner, const struct plan *plan, const struct inputs *inputs,
                          const struct cover *cover)
{
    int *times = talloc_zero_array(owner, int, (unsigned)inputs->roster->members + 1);
    for (int p = 0; p < plan->pairs; p++)
        for (int k = 0; k < cover->relations; k++)
            if (cover->relation[k] == plan->pair[p].relation)
                times[plan->pair[p].target]++;
    return times;
}

static void print_cover(FILE *out, const struct inputs *inputs, const struct plan *plan,
                        const struct cover *cover)
{
    int *times = times_covered(NULL, plan, inputs, cover);
    const char *title = cover->origin.title;
    bool exactly_one = true;
    int short_of = 0, asked = 0;
    char *names = talloc_strdup(NULL, "");
    for (int i = 0; i < cover->targets; i++) {
        const struct member *member = &inputs->roster->member[cover->target[i]];
        int here = times[cover->target[i]];
        exactly_one = exactly_one && here == 1;
        asked += cover->times[i].lo > 0;
        if (here < cover->times[i].lo)
            names = talloc_asprintf_append(names, "%s%s %s", short_of++ > 0 ? _(", ") : "", member->name,
                                           member->id);
    }
    if (short_of > 0)
        paragraph(out, talloc_asprintf(NULL, _("%s: left short are %d: %s."), title, short_of, names));
    else if (exactly_one)
        paragraph(out, talloc_asprintf(NULL, _("%s: each of the %d is contacted by exactly one."), title,
                                       cover->targets));
    else if (asked < cover->targets)
        paragraph(out, open_cover(cover, times, asked));
    else
        paragraph(out,
                  talloc_asprintf(NULL, _("%s: each of the %d is contacted as often as the scheme asks."),
                                  title, cover->targets));
    talloc_free(names);
    talloc_free(times);
}

static void print_not_written(FILE *out, const char *output)
{
    if (output)
        paragraph(out, talloc_asprintf(NULL, _("Nothing was written to %s."), output));
}

/* ---- All of it ---- */

static void print_proof(FILE *out, const struct plan *plan)
{
    if (plan->status == PLAN_OPTIMAL)
        paragraph(out,
                  talloc_asprintf(
                      NULL,
                      _("The plan is made, and each stage is proven to be as good as can be. Pairs: %d."),
                      plan->pairs));
    else if (plan->capped)
        paragraph(out, talloc_asprintf(NULL,
                                       _("The plan is made. With so many pairs of the previous plan given up "
                                         "at most, each stage behind is proven to be as good as can be. "
                                         "Pairs: %d."),
                                       plan->pairs));
    else if (plan->trouble)
        paragraph(out,
                  talloc_asprintf(
                      NULL,
                      _("A valid plan is made. Pairs: %d. The proof could not be ended (%s): a stage whose "
                        "value and bound differ may still get better. Smaller points in the scheme help: "
                        "only their ratio matters."),
                      plan->pairs, plan->trouble));
    else
        paragraph(out,
                  talloc_asprintf(
                      NULL,
                      _("A valid plan is made. Pairs: %d. The time limit came before the proof: a stage "
                        "whose value and bound differ may still get better. A longer --time-limit helps."),
                      plan->pairs));
}

/* The report that shows the plan: Annex 1 where the scheme has what its table shows, of the kinds that it
 * shows.
 */
static bool has_annex1(const struct scheme *scheme)
{
    static const char *const shown[] = {"branch", "sector_head", "heads", "unaffiliated", "religious"};
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        int r = scheme_relation(scheme, shown[i]);
        if (r < 0 || scheme->relation[r].target_kind != (i == 0 ? TARGET_WINDOW : TARGET_MEMBER))
            return false;
    }
    return true;
}

/* What scripts/reports/windows.lua asks for. */
static bool has_windows(const struct scheme *scheme)
{
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        for (int i = 0; i < relation->within_count && relation->target_kind == TARGET_MEMBER; i++)
            if (relation->within[i] == ATTRIBUTE_WINDOW)
                return true;
    }
    return false;
}

static void print_next(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                       const char *output)
{
    if (!inputs->roster_file)
        return; /* a term file: its commands say what comes next */
    const char *options = inputs_options(invocation, inputs);
    const char *name = output ? shell_word(invocation->owner, output) : "plan.json";
    if (output)
        fprintf(out, _("The plan is in %s. "), text_printable(invocation->owner, output));
    else
        fprintf(out, _("To keep the plan, add: -o %s. "), name);
    if (has_annex1(inputs->scheme))
        fprintf(out, _("Annex 1:\n  tongxin report annex1 %s --plan %s -o annex1.html\n"), options, name);
    else if (has_windows(inputs->scheme))
        fprintf(out, _("Window by window:\n  tongxin report windows %s --plan %s -o windows.html\n"), options,
                name);
    else
        fprintf(out, _("Who contacts whom:\n  tongxin report list %s --plan %s -o list.html\n"), options,
                name);
}

void summary_print(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                   const struct plan *plan, const struct unasked *unasked, const char *output)
{
    print_roster(out, inputs->roster, inputs->scheme);
    reading_print(out, inputs);
    if (plan->status == PLAN_INFEASIBLE) {
        carried_print(out, &inputs->carried);
        no_plan_print(out, invocation, inputs, plan);
        print_not_written(out, output);
        return;
    }
    if (plan->status == PLAN_NONE_YET) {
        sentence(
            out,
            _("No plan was found within the time limit. This does not say that there is none: try a longer "
              "--time-limit."));
        print_not_written(out, output);
        return;
    }
    print_proof(out, plan);
    carried_print(out, &inputs->carried);
    nobody_print(out, inputs->scheme);
    for (int c = 0; c < inputs->scheme->covers; c++)
        if (inputs->scheme->cover[c].targets > 0)
            print_cover(out, inputs, plan, &inputs->scheme->cover[c]);
    fputc('\n', out);
    stages_print(out, plan->stage, plan->stages, true);
    fputc('\n', out);
    print_loads(out, inputs, plan);
    unasked_print(out, unasked);
    if (inputs->repair == 0)
        print_next(out, invocation, inputs, output);
}
