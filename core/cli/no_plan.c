#include "cli/no_plan.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/terminal.h"
#include "planning/lacks.h"

enum { PARAGRAPH_WIDEST = 100 }; /* longer lines are hard to follow */

/* Prints the text, which it frees, as a paragraph. */
static void paragraph(FILE *out, char *text)
{
    char *shown = text_printable(NULL, text);
    int width = terminal_width(out);
    terminal_paragraph(out, shown, 0, 0, width < PARAGRAPH_WIDEST ? width : PARAGRAPH_WIDEST);
    talloc_free(shown);
    talloc_free(text);
}

/* Rules with number, title, clause, place and what they ask. */
static void print_rules(FILE *out, const struct conflict_rule *rule, int rules, bool numbered)
{
    enum { COLUMNS = 5 };
    static const enum align align[] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    const char **cell = talloc_array(owner, const char *, COLUMNS *(unsigned)rules + 1);
    for (int i = 0; i < rules; i++) {
        cell[COLUMNS * i] = numbered ? talloc_asprintf(owner, "%d", i + 1) : "-";
        cell[COLUMNS * i + 1] = text_printable(owner, rule[i].title);
        cell[COLUMNS * i + 2] = text_printable(owner, rule[i].clause);
        cell[COLUMNS * i + 3] =
            rule[i].line > 0
                ? talloc_asprintf(owner, "%s:%d", text_printable(owner, rule[i].file), rule[i].line)
            : rule[i].by ? text_printable(owner, rule[i].by)
                         : "";
        cell[COLUMNS * i + 4] = text_printable(owner, rule[i].asks);
    }
    terminal_table(out, &(struct text_table){COLUMNS, rules, align, cell});
    talloc_free(owner);
}

static char *clash_sentence(const struct conflict *conflict)
{
    if (conflict->rules == 1)
        return talloc_strdup(NULL, _("this one cannot be kept."));
    if (conflict->minimal)
        return talloc_asprintf(NULL,
                               _("these %d cannot hold together; without any one of them the others can."),
                               conflict->rules);
    return talloc_asprintf(
        NULL,
        _("these %d cannot hold together; there was no time to prove that none of them can be "
          "left out."),
        conflict->rules);
}

/* number: the first one begins with it; 0: none does. */
static void print_sentences(FILE *out, const struct conflict *conflict, int number)
{
    for (int i = 0; i < conflict->sentences; i++)
        paragraph(out, i == 0 && number > 0
                           ? talloc_asprintf(NULL, _("Reason %d: %s"), number, conflict->sentence[i])
                           : talloc_strdup(NULL, conflict->sentence[i]));
}

static bool same_rule(const struct conflict_rule *one, const struct conflict_rule *other)
{
    return one->line == other->line && strcmp(one->file, other->file) == 0 &&
           strcmp(one->title, other->title) == 0 && strcmp(one->asks, other->asks) == 0 && !one->by &&
           !other->by;
}

/* Whether only the people are others. */
static bool same_rules(const struct conflict *one, const struct conflict *other)
{
    bool same = one->rules == other->rules && one->minimal == other->minimal;
    for (int i = 0; same && i < one->rules; i++)
        same = same_rule(&one->rule[i], &other->rule[i]);
    return same;
}

/* Conflicts first..next-1, which have the same rules: these once, then what is said of each. */
static void print_conflicts(FILE *out, const struct plan *plan, int first, int next)
{
    const struct conflict *conflict = &plan->conflict[first];
    char *what = clash_sentence(conflict);
    if (plan->conflicts > 1)
        fputc('\n', out);
    if (plan->conflicts == 1)
        paragraph(out, talloc_asprintf(NULL, _("There is no plan: %s"), what));
    else if (next - first == 1)
        paragraph(out, talloc_asprintf(NULL, _("Reason %d: %s"), first + 1, what));
    else
        paragraph(out, talloc_asprintf(NULL, _("Reasons %d to %d, in each: %s"), first + 1, next, what));
    talloc_free(what);
    print_rules(out, conflict->rule, conflict->rules, true);
    for (int i = first; i < next; i++)
        print_sentences(out, &plan->conflict[i], next - first > 1 ? i + 1 : 0);
}

static bool stands_before(const struct conflict_rule *rule, const struct conflict_rule *list, int count)
{
    for (int i = 0; i < count; i++)
        if (list[i].line == rule->line && strcmp(list[i].file, rule->file) == 0)
            return true;
    return false;
}

/* The ground of all conflicts, each relation once. */
static void print_grounds(FILE *out, const struct plan *plan)
{
    int room = 0, count = 0;
    for (int c = 0; c < plan->conflicts; c++)
        room += plan->conflict[c].grounds;
    struct conflict_rule *list = talloc_array(NULL, struct conflict_rule, (unsigned)room + 1);
    for (int c = 0; c < plan->conflicts; c++)
        for (int k = 0; list && k < plan->conflict[c].grounds; k++)
            if (!stands_before(&plan->conflict[c].ground[k], list, count))
                list[count++] = plan->conflict[c].ground[k];
    if (list && count > 0) {
        fputs(_("What they rest on, who may contact whom:\n"), out);
        print_rules(out, list, count, false);
    }
    talloc_free(list);
}

static void print_repairs(FILE *out, const struct repairs *repairs)
{
    static const enum align align[] = {ALIGN_RIGHT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    const char **cell = talloc_array(owner, const char *, 2 * (unsigned)repairs->count + 1);
    for (int i = 0; i < repairs->count; i++) {
        cell[2 * i] = talloc_asprintf(owner, "%d", i + 1);
        cell[2 * i + 1] = text_printable(owner, repairs->repair[i].text);
    }
    fprintf(out,
            repairs->smallest
                ? _("The smallest repairs, changes in each: %d (every one was tried and gives a plan):\n")
                : _("Repairs that were found, changes in each: %d (every one was tried and gives a plan):\n"),
            repairs->size);
    terminal_table(out, &(struct text_table){2, repairs->count, align, cell});
    talloc_free(owner);
    if (repairs->left_out > 0)
        paragraph(out, talloc_asprintf(NULL, _("There are %d more of this size."), repairs->left_out));
}

/* How pins are taken back: a command for each that any of the repairs names. */
static void print_unpins(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                         const struct repairs *repairs)
{
    bool *told = talloc_zero_array(NULL, bool, (unsigned)inputs->scheme->rules + 1);
    int told_of = 0;
    for (int i = 0; told && i < repairs->count; i++)
        for (int k = 0; k < repairs->repair[i].changes; k++) {
            const struct change *change = &repairs->repair[i].change[k];
            if (change->kind != CHANGE_LIFT || told[change->index])
                continue;
            const struct pinned *pin = inputs->scheme->rule[change->index].pinned;
            if (told_of++ == 0)
                fputs(_("To take back what was fixed by hand:\n"), out);
            fprintf(out, "  tongxin unpin %s %s%s\n", shell_word(invocation->owner, pin->source),
                    shell_word(invocation->owner, pin->target), inputs->term ? inputs->term : "");
            told[change->index] = true;
        }
    talloc_free(told);
}

/* What can be done about it. */
static void print_ways_out(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                           const struct repairs *repairs)
{
    if (repairs->count > 0) {
        print_repairs(out, repairs);
        if (!repairs->whole)
            paragraph(out, talloc_strdup(
                               NULL, repairs->smallest
                                         ? _("Not all were tried; there may be others of this size.")
                                         : _("Not all were tried; there may be smaller ones, or others.")));
        const char *command = inputs->command;
        if (!command)
            command = talloc_asprintf(
                invocation->owner, "tongxin solve %s%s%s", inputs_options(invocation, inputs),
                inputs->previous_file ? " --previous " : "",
                inputs->previous_file ? shell_word(invocation->owner, inputs->previous_file) : "");
        fprintf(out, _("To see the plan under one of them, without changing anything:\n  %s --repair 1\n"),
                command);
        for (int i = 0; i < repairs->count; i++)
            if (repairs->repair[i].set)
                paragraph(out, talloc_asprintf(NULL,
                                               _("Repair %d is what the scheme's parameter gives: --set %s."),
                                               i + 1, repairs->repair[i].set));
        print_unpins(out, invocation, inputs, repairs);
    } else if (repairs->whole) {
        paragraph(
            out, talloc_asprintf(
                     NULL,
                     inputs->roster->windows > 0
                         ? _("No repair of up to %d changes gives a plan: neither moving members to other "
                             "windows nor what the scheme allows to relax.")
                         : _("No repair of up to %d changes gives a plan: the scheme allows to relax nothing "
                             "that would do (relax = ...)."),
                     repairs->size));
    } else {
        paragraph(out, talloc_strdup(NULL, _("No repair was found in time.")));
    }
}

void no_plan_print_repaired(FILE *out, const struct plan *plan, int number)
{
    paragraph(
        out, talloc_asprintf(NULL,
                             _("This is the plan under repair %d: %s. Roster and scheme are not changed, and "
                               "nothing is written."),
                             number, plan->repairs->repair[number - 1].exact));
    fputc('\n', out);
}

void no_plan_print(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                   const struct plan *plan)
{
    if (plan->conflicts == 0)
        paragraph(out,
                  talloc_strdup(NULL, _("There is no plan: the scheme's duties and limits cannot all hold on "
                                        "this roster. There was no time to find out which of them clash.")));
    if (plan->conflicts > 1)
        paragraph(out, talloc_asprintf(NULL,
                                       _("There is no plan, for %d reasons that have nothing to do with each "
                                         "other."),
                                       plan->conflicts));
    for (int i = 0, next; i < plan->conflicts; i = next) {
        for (next = i + 1; next < plan->conflicts && same_rules(&plan->conflict[i], &plan->conflict[next]);)
            next++;
        print_conflicts(out, plan, i, next);
    }
    if (plan->conflicts > 1)
        fputc('\n', out);
    print_grounds(out, plan);
    fputc('\n', out);
    if (!plan->conflicts_whole && plan->conflicts > 0)
        paragraph(out, talloc_strdup(NULL, _("There was no time to look for further reasons.")));
    if (plan->repairs)
        print_ways_out(out, invocation, inputs, plan->repairs);
    else if (lacks_may_mislead(inputs->lacks))
        paragraph(out,
                  talloc_strdup(NULL, _("The scheme looks for a text that nobody has, and somebody has one "
                                        "that is near to it (above). Please see to that first: no rule "
                                        "should be changed because of a spelling.")));
    paragraph(out, talloc_strdup(NULL, _("Nothing was relaxed.")));
}
