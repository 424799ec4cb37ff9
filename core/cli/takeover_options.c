/* tongxin options: who may take a member over, cheapest first. */
#include <jansson.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/asked_joined.h"
#include "cli/asked_term.h"
#include "cli/prose.h"
#include "cli/stages.h"
#include "cli/terminal.h"
#include "planning/pins.h"

static const char *const help[] = {
    N_("Usage: tongxin options WHOM [options]"),
    N_("Of the term's plan, or with --scheme, --roster and --plan of a plan in a file."),
    N_("Everybody who may take WHOM over (a member, by id or name; or a window that somebody contacts), "
       "cheapest first in the order of the scheme's stages: loads "
       "before and "
       "after, what each stage gains or loses, and the fewest others who must move as well."),
    "",
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
    N_("  --previous FILE      the plan before it, where “change” counts"),
    N_("  --json               print everything as JSON"),
    N_("  --time-limit S       give up each search after S seconds (60)"),
    "",
    N_("Example:"),
    "  tongxin solve --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    -o plan.json",
    "  tongxin options JH0356 --scheme jinhua-2022 \\",
    "    --roster data/jinhua/roster.csv --plan plan.json",
    "",
    N_("Exit status: 0 done; 1 nobody may take over, or the time limit came first; 2 the input is at fault; "
       "3 the "
       "machine is at fault."),
    NULL,
};

enum { SHOWN = 15 };

static const char *stage_name(const struct question *question, int stage)
{
    return question->scheme->stage[question->problem->stage[stage].scheme_stage].name;
}

/* Stages in which some candidate differs from the plan. */
static int differing(const struct question *question, const struct takeovers *list, int *stage)
{
    int count = 0;
    for (int s = 0; s < question->problem->stages; s++) {
        bool differs = false;
        for (int i = 0; i < list->count; i++)
            differs |= price_difference(question, list->takeover[i].priced, s) != 0;
        if (differs)
            stage[count++] = s;
    }
    return count;
}

static char *signed_number(const void *owner, int64_t number)
{
    return number == 0 ? talloc_strdup(owner, "0") : talloc_asprintf(owner, "%+lld", (long long)number);
}

/* Whether two candidates are told of with the same words but for their names. */
static bool alike(const struct question *question, const struct takeover *one, const struct takeover *other)
{
    bool same = one->relation == other->relation && one->instead == other->instead &&
                one->before == other->before && one->after == other->after && one->others == other->others;
    for (int s = 0; same && s < question->problem->stages; s++)
        same = price_difference(question, one->priced, s) == price_difference(question, other->priced, s);
    return same;
}

/* How many rows the table has: of many equal ones at the end the first stands for all. */
static int rows_shown(const struct question *question, const struct takeovers *list)
{
    enum { ALIKE_LEAST = 4 };
    int first = list->count - 1;
    while (first > 0 && alike(question, &list->takeover[first - 1], &list->takeover[first]))
        first--;
    int shown = list->count - first >= ALIKE_LEAST ? first + 1 : list->count;
    return shown < SHOWN ? shown : SHOWN;
}

/* Those whom the table does not show. */
static void print_others(FILE *out, const void *owner, const struct question *question,
                         const struct takeovers *list, int shown)
{
    const struct takeover *last = &list->takeover[shown - 1];
    char *names = talloc_strdup(owner, "");
    if (shown == list->count)
        return;
    if (!alike(question, last, &list->takeover[list->count - 1])) {
        prose(out, _("%d more cost as much or more; --json lists them all."), list->count - shown);
        return;
    }
    for (int i = shown; names && i < list->count; i++)
        names = talloc_asprintf_append(names, "%s%s", *names ? _(", ") : "",
                                       asked_member(owner, question->roster, list->takeover[i].source));
    prose(out, _("With the same load and at the same price as %s: %s."),
          asked_member(owner, question->roster, last->source), names ? names : "");
}

/* Whom the candidate would stand in for. */
static const char *who_gives_way(const void *owner, const struct question *question,
                                 const struct takeover *one)
{
    return one->instead < 0 ? "" : asked_member(owner, question->roster, question->pair[one->instead].source);
}

/* contacts: how many contact him now; of several it is said who gives way. */
static bool print_table(FILE *out, const void *owner, const struct question *question,
                        const struct takeovers *list, int contacts)
{
    int *stage = talloc_array(owner, int, (unsigned)question->problem->stages + 1), at = 0;
    if (!stage)
        return false;
    int stages = differing(question, list, stage), shown = rows_shown(question, list);
    int columns = 5 + stages + (contacts > 1);
    const char **cell = talloc_array(owner, const char *, (unsigned)columns *((unsigned)shown + 1));
    enum align *align = talloc_array(owner, enum align, (unsigned)columns);
    if (!cell || !align)
        return false;
    for (int c = 0; c < columns; c++)
        align[c] = c < 2 + (contacts > 1) || c == columns - 1 ? ALIGN_LEFT : ALIGN_RIGHT;
    cell[at++] = _("Who");
    if (contacts > 1)
        cell[at++] = _("In the place of");
    cell[at++] = _("Relation");
    cell[at++] = _("Now");
    cell[at++] = _("Then");
    for (int s = 0; s < stages; s++)
        cell[at++] = text_printable(owner, stages_word(stage_name(question, stage[s])));
    cell[at++] = _("Others who must move");
    for (int i = 0; i < shown; i++) {
        const struct takeover *one = &list->takeover[i];
        cell[at++] = asked_member(owner, question->roster, one->source);
        if (contacts > 1)
            cell[at++] = who_gives_way(owner, question, one);
        cell[at++] = text_printable(owner, question->scheme->relation[one->relation].origin.title);
        cell[at++] = talloc_asprintf(owner, "%d", one->before);
        cell[at++] = talloc_asprintf(owner, "%d", one->after);
        for (int s = 0; s < stages; s++)
            cell[at++] = signed_number(owner, price_difference(question, one->priced, stage[s]));
        cell[at++] = one->others == 0 ? _("no others") : talloc_asprintf(owner, "%d", one->others);
    }
    terminal_table(out, &(struct text_table){columns, shown + 1, align, cell});
    print_others(out, owner, question, list, shown);
    return true;
}

/* Pins of him that were lifted to price the others. */
struct lifted {
    const struct pinned **pinned; /* [count] */
    int count;
};

static void print_lifted(FILE *out, const struct lifted *lifted)
{
    for (int i = 0; i < lifted->count; i++) {
        const struct pinned *pinned = lifted->pinned[i];
        if (*pinned->by)
            prose(out, _("%s (%s; %s)."), pinned->what, pinned->reason, pinned->by);
        else
            prose(out, "%s.", pinned->what);
    }
    if (lifted->count > 0)
        prose(out, _("As long as that holds nobody else may. What follows tells of the others as if it were "
                     "lifted."));
}

static bool print(FILE *out, const void *owner, const struct question *question, const struct takeovers *list,
                  struct whom whom, const struct lifted *lifted)
{
    const char *now = asked_contacts(owner, question, whom);
    const char *name = asked_whom(owner, question, whom);
    if (!now || !name)
        return false;
    if (*now && list->count > 0)
        prose(out, _("%s is contacted by %s now. Who else may take over, cheapest first: %d."), name, now,
              list->count);
    else if (*now)
        prose(out, _("%s is contacted by %s now. Nobody else may take over."), name, now);
    else if (list->count > 0)
        prose(out, _("Nobody contacts %s in this plan. Who may, cheapest first: %d."), name, list->count);
    else
        prose(out, _("Nobody contacts %s in this plan, and nobody may."), name);
    if (list->count > 0) {
        fputc('\n', out);
        if (!print_table(out, owner, question, list, contacts_of_whom(question, whom)))
            return false;
        fputc('\n', out);
    }
    if (list->impossible > 0)
        prose(out, _("With %d further candidates there is no plan: tongxin explain … --why-not says why."),
              list->impossible);
    return lifted->count > 0 || asked_say_better(out, owner, question);
}

/* Whether the pair alone takes the other's place, everything else being as it is. */
static bool is_plain(const struct question *question, const struct takeover *one)
{
    return one->others == 0 && one->priced->lost <= 1 &&
           one->priced->pairs == question->pairs + (one->instead < 0 ? 1 : 0);
}

/* How the cheapest of a term's is taken: by hand, or, where others must move as well, by a plan. */
static void print_next(const struct asked *asked, const struct takeovers *list, struct whom whom,
                       const struct lifted *lifted)
{
    const char *db = asked_term_options(asked);
    const struct question *question = asked->question;
    const struct member *member = question->roster->member;
    int at = 0;
    if (!db || list->count == 0)
        return;
    const char *target = shell_word(question, asked_whom_id(question, whom)), *instead = "";
    while (at < list->count && !is_plain(question, &list->takeover[at]))
        at++;
    if (lifted->count > 0) {
        printf("%s\n", _("To settle it, lift what was fixed, pin the other pair and plan anew:"));
        for (int i = 0; i < lifted->count; i++)
            printf("  tongxin unpin %s %s%s\n", lifted->pinned[i]->source, target, db);
        printf("  tongxin pin %s %s --reason …%s\n  tongxin plan%s\n",
               member[list->takeover[at == list->count ? 0 : at].source].id, target, db, db);
        return;
    }
    if (at == list->count || asked->joined > 0) {
        printf("%s\n  tongxin pin %s %s --reason …%s\n  tongxin plan%s\n",
               at == list->count
                   ? _("Others have to move as well. To settle it all the same, pin the pair and plan anew:")
                   : _("To settle it, pin the pair and plan anew:"),
               member[list->takeover[at == list->count ? 0 : at].source].id, target, db, db);
        return;
    }
    if (contacts_of_whom(question, whom) > 1)
        instead = talloc_asprintf(question, " --instead %s",
                                  member[question->pair[list->takeover[at].instead].source].id);
    printf("%s\n  tongxin edit %s %s%s --reason …%s\n",
           _("To settle it; the reason is kept, and later plans obey:"), member[list->takeover[at].source].id,
           target, instead, db);
}

static json_t *takeover_json(const struct question *question, const struct takeover *one)
{
    const struct member *member = question->roster->member;
    json_t *stages = json_object();
    for (int s = 0; s < question->problem->stages; s++)
        json_object_set_new(stages, stage_name(question, s),
                            json_integer(price_difference(question, one->priced, s)));
    return json_pack("{s:s, s:s, s:s?, s:s, s:i, s:i, s:i, s:o}", "source", member[one->source].id, "name",
                     member[one->source].name, "instead_of",
                     one->instead < 0 ? NULL : member[question->pair[one->instead].source].id, "relation",
                     question->scheme->relation[one->relation].origin.name, "load", one->before, "load_after",
                     one->after, "others", one->others, "stages", stages);
}

static json_t *lifted_json(const struct lifted *lifted)
{
    json_t *list = json_array();
    for (int i = 0; i < lifted->count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "source", lifted->pinned[i]->source,
                                              "what", lifted->pinned[i]->what, "reason",
                                              lifted->pinned[i]->reason, "by", lifted->pinned[i]->by));
    return list;
}

static bool print_json(FILE *out, const struct asked *asked, const struct takeovers *list, struct whom whom,
                       const struct lifted *lifted)
{
    const struct question *question = asked->question;
    json_t *all = json_array();
    for (int i = 0; i < list->count; i++)
        json_array_append_new(all, takeover_json(question, &list->takeover[i]));
    json_t *object = json_pack("{s:s, s:o, s:i, s:b}", "asked", asked_whom_id(question, whom), "options", all,
                               "impossible", list->impossible, "plan_is_best", question->is_best);
    if (lifted->count > 0)
        json_object_set_new(object, "lifted_pins", lifted_json(lifted));
    if (asked->joined > 0)
        json_object_set_new(object, "added_since", json_integer(asked_term_version(asked)));
    bool done = object && json_dumpf(object, out, JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0;
    fputc('\n', out);
    json_decref(object);
    return done;
}

static enum status run(struct invocation *invocation)
{
    struct asked asked = {.json = false};
    const char *word[1] = {NULL};
    int words;
    const struct option_row rows[] = {ASKED_OPTIONS(&asked), {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, word, 1, &words);
    if (!word[0])
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("About whom? Please name a member, by id or name, or a window, behind “%s”."), "options");
    enum status status = asked_read(invocation, &asked);
    struct asked_word found;
    if (status != STATUS_OK || !asked_words(invocation, &asked, (const char *const *)word, 1, &found))
        return invocation->error->status;
    const struct whom whom = found.whom;
    struct lifted lifted;
    struct inputs *inputs = &asked.inputs;
    inputs->scheme = pins_lift(invocation->owner, inputs->scheme,
                               whom_id(inputs->roster, inputs->scheme, whom), &lifted.pinned, &lifted.count);
    if (!inputs->scheme)
        return error_add_memory(invocation->error);
    status = asked_open(invocation, &asked);
    struct takeovers *list;
    if (status == STATUS_OK)
        status = takeovers_find(invocation->owner, asked.question, whom, -1, &list, invocation->error);
    if (status != STATUS_OK)
        return status;
    bool left = false;
    if (!asked.json) {
        asked_heading(stdout, &asked);
        left = asked_say_joined(stdout, &asked, &found, 1);
        print_lifted(stdout, &lifted);
    }
    bool done = asked.json ? print_json(stdout, &asked, list, whom, &lifted)
                           : print(stdout, invocation->owner, asked.question, list, whom, &lifted);
    if (!asked.json && !left)
        print_next(&asked, list, whom, &lifted);
    if (!done)
        return error_add_memory(invocation->error);
    return list->count > 0 ? STATUS_OK : STATUS_NO;
}

const struct command command_options = {
    .name = "options",
    .summary = N_("who may take a member over, cheapest first"),
    .help = help,
    .run = run,
};
