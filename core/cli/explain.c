/* tongxin explain: why this pair, why not another one, and which pairs had to be. */
#include <jansson.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/asked_joined.h"
#include "cli/asked_term.h"
#include "cli/document_write.h"
#include "cli/explain_print.h"
#include "cli/explain_report.h"
#include "cli/named.h"
#include "cli/why_not_print.h"

static const char *const help[] = {
    N_("Usage: tongxin explain WHOM [--why-not MEMBER] [options]"),
    N_("       tongxin explain --all [options]"),
    N_("Of the term's plan, or with --scheme, --roster and --plan of a plan in a file."),
    N_("Says why somebody is contacted by this member and not by another: which rules speak for it, what it "
       "would cost "
       "to do without, who would be next, and whether the pair is forced, free or pinned."),
    "",
    N_("  WHOM                 a member, by id or name; or a window (a group) that somebody contacts"),
    N_("  --why-not MEMBER     what it would cost if this one were the contact; or what forbids it"),
    N_("  --all                which of all pairs are forced, free or pinned"),
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
    N_("  -o, --output FILE    with --all: write it to this file as a report; its ending says which form: "
       ".html, .md, .csv"),
    N_("  --force              replace the file that stands there, whatever it is"),
    N_("  --json               print everything as JSON"),
    N_("  --time-limit S       give up each search after S seconds (60)"),
    "",
    N_("Example:"),
    "  tongxin solve --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    -o plan.json",
    "  tongxin explain JH0356 --scheme jinhua-2022 \\",
    "    --roster data/jinhua/roster.csv --plan plan.json",
    "",
    N_("Exit status: 0 done; 1 what is asked for is not possible, or the time limit came first; 2 the input "
       "is at "
       "fault; 3 the machine is at fault."),
    NULL,
};

static enum status print_object(struct invocation *invocation, json_t *object)
{
    bool done = object && json_dumpf(object, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0;
    putchar('\n');
    json_decref(object);
    return done ? STATUS_OK : error_add_memory(invocation->error);
}

static enum status explain_all(struct invocation *invocation, const struct asked *asked,
                               struct output *output, const char *format)
{
    const struct question *question = asked->question;
    enum pair_standing *standing =
        talloc_zero_array(invocation->owner, enum pair_standing, (unsigned)question->pairs + 1);
    if (!standing)
        return error_add_memory(invocation->error);
    enum status status = standings_find(question, standing, NULL, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (output->name) {
        const char *when = asked_version(invocation->owner, asked);
        const struct document *document =
            when ? explain_document(invocation->owner, question, standing, when) : NULL;
        return document ? document_write(invocation, document, output, format)
                        : error_add_memory(invocation->error);
    }
    if (asked->json)
        return print_object(invocation, explain_json_all(question, standing));
    asked_heading(stdout, asked);
    return explain_print_all(stdout, invocation->owner, question, standing)
               ? STATUS_OK
               : error_add_memory(invocation->error);
}

/* Explanations of the pairs in which he is contacted. */
static enum status explain_contacts(struct invocation *invocation, const struct question *question,
                                    struct whom_answer *answer)
{
    for (int i = 0; i < question->pairs; i++) {
        const struct pair *pair = &question->pair[i];
        if (whom_target(question->scheme, pair->relation, answer->whom) != pair->target)
            continue;
        int at = answer->pairs++;
        enum status status =
            explain_pair(invocation->owner, question, i, &answer->explanation[at], invocation->error);
        if (status == STATUS_OK)
            status = takeovers_find(invocation->owner, question, answer->whom, i, &answer->takeovers[at],
                                    invocation->error);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Of one who joined after the version was made: in no pair yet, and where to look for one. */
static enum status explain_joined(struct invocation *invocation, const struct asked *asked, struct whom whom)
{
    const struct question *question = asked->question;
    const struct whom_answer answer = {.whom = whom};
    const char *db = asked_term_options(asked), *id = asked_whom_id(question, whom);
    if (asked->json) {
        json_t *object = explain_json_whom(question, &answer);
        json_object_set_new(object, "added_since", json_integer(asked_term_version(asked)));
        return print_object(invocation, object);
    }
    printf("%s\n  tongxin options %s%s\n%s\n  tongxin plan%s\n",
           _("So there is no pair yet to be explained. Who could contact this member, with the price:"),
           shell_word(invocation->owner, id), db, _("A plan with this member:"), db);
    return STATUS_OK;
}

static enum status explain_whom(struct invocation *invocation, const struct asked *asked, struct whom whom)
{
    const struct question *question = asked->question;
    struct whom_answer answer = {.whom = whom};
    unsigned room = (unsigned)question->pairs + 1;
    answer.explanation = talloc_zero_array(invocation->owner, struct explanation *, room);
    answer.standing = talloc_zero_array(invocation->owner, enum pair_standing, room);
    answer.takeovers = talloc_zero_array(invocation->owner, struct takeovers *, room);
    if (!answer.explanation || !answer.standing || !answer.takeovers)
        return error_add_memory(invocation->error);
    enum status status = explain_contacts(invocation, question, &answer);
    for (int i = 0; i < question->pairs; i++)
        answer.standing[i] = whom.kind == TARGET_MEMBER && question->pair[i].source == whom.number
                                 ? STANDING_UNKNOWN
                                 : STANDING_FREE;
    if (status == STATUS_OK)
        status = standings_find(question, answer.standing, NULL, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (asked->json)
        return print_object(invocation, explain_json_whom(question, &answer));
    return explain_print_whom(stdout, invocation->owner, question, &answer)
               ? STATUS_OK
               : error_add_memory(invocation->error);
}

static enum status explain_why_not(struct invocation *invocation, struct asked *asked, struct whom whom,
                                   int other)
{
    struct why_not *answer;
    enum status status = why_not(invocation->owner, asked->question, other, whom, &answer, invocation->error);
    if (status != STATUS_OK)
        return status;
    const struct why_not_view view = {invocation, asked, whom, other, answer};
    return asked->json ? why_not_json(stdout, &view) : why_not_print(stdout, &view);
}

static void look_at_words(const struct invocation *invocation, const char *word, const char *other, bool all)
{
    if (!word && !all)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("About whom? Please name a member, by id or name, or a window, behind “%s”."), "explain");
    if (all && (word || other))
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("--all tells of all pairs at once. Please leave the member and --why-not out."));
}

static enum status run(struct invocation *invocation)
{
    struct asked asked = {.json = false};
    const char *word[1] = {NULL}, *other_word = NULL, *format = NULL;
    struct output output = {.kind = OUTPUT_REPORT};
    bool all = false;
    int words;
    struct asked_word found[2];
    const struct option_row rows[] = {ASKED_OPTIONS(&asked),  {"why-not", 0, &other_word, NULL},
                                      {"all", 0, NULL, &all}, {"output", 'o', &output.name, NULL},
                                      OUTPUT_FORCE(output),   {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, word, 1, &words);
    look_at_words(invocation, word[0], other_word, all);
    if (output.name && !all)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("-o writes what --all tells of all pairs. Please add --all, or leave -o out."));
    if (output.name && all && asked.json)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Either a report is written (-o), or JSON is printed (--json): please leave one out."));
    if (output.name)
        document_format(invocation, output.name, NULL, &format);
    enum status status = asked_read(invocation, &asked);
    if (status != STATUS_OK)
        return status;
    const char *const named[] = {word[0], other_word};
    if (!asked_words(invocation, &asked, named, 2, found))
        return invocation->error->status;
    status = output_check(invocation, &output);
    if (status == STATUS_OK)
        status = asked_open(invocation, &asked);
    if (status != STATUS_OK)
        return status;
    if (all)
        return explain_all(invocation, &asked, &output, format);
    if (!asked.json) {
        asked_heading(stdout, &asked);
        asked_say_joined(stdout, &asked, found, 2);
    }
    if (other_word)
        return explain_why_not(invocation, &asked, found[0].whom, found[1].whom.number);
    return found[0].joined >= 0 ? explain_joined(invocation, &asked, found[0].whom)
                                : explain_whom(invocation, &asked, found[0].whom);
}

const struct command command_explain = {
    .name = "explain",
    .summary = N_("why this pair, why not another, and which pairs had to be"),
    .help = help,
    .run = run,
};
