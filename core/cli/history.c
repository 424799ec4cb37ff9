/* tongxin history, show: the versions of the plan. */
#include <stdio.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/json_lines.h"
#include "cli/stages.h"
#include "cli/term_case.h"
#include "cli/terminal.h"

static const char *const help_history[] = {
    N_("Usage: tongxin history"),
    N_("Lists all versions of the plan: when each was made, by whom, from which, and what became of it."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --json               as JSON, one version a line"),
    "",
    N_("Example:"),
    "  tongxin history",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

static const char *const help_show[] = {
    N_("Usage: tongxin show [VERSION] [--json]"),
    N_("Shows a version of the plan, pair by pair: the one in force, where none is named, or else the newest "
       "draft."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --json               print the plan as it was made, as JSON"),
    "",
    N_("Example:"),
    "  tongxin show 1 --json",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

enum { DATE = 10 };

/* "by plan", "by hand from 2": how a version came about. */
static const char *origin_words(const void *owner, const struct plan_version *version)
{
    static const char *const from[PLAN_ORIGINS] = {N_("planned from %d"), N_("edited from %d"),
                                                   N_("restored from %d"), N_("rebalanced from %d")};
    return version->base ? talloc_asprintf(owner, _(from[version->origin]), version->base) : _("planned");
}

static const char *filing_words(const void *owner, const struct plan_version *version)
{
    return version->filed ? talloc_asprintf(owner, "%.*s %s", DATE, version->filed, version->office) : "";
}

static void print_history(const struct term *term, const struct plan_version *version, int versions)
{
    enum { COLUMNS = 7 };
    static const enum align align[COLUMNS] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT,
                                              ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)versions + 1));
    const char *const heading[COLUMNS] = {_("Version"), _("Made"),  _("By"),   _("How"),
                                          _("Pairs"),   _("State"), _("Filed")};
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = heading[c];
    for (int v = 0; cell && v < versions; v++) {
        const struct plan_version *at = &version[v];
        const char **row = cell + COLUMNS * (v + 1);
        row[0] = talloc_asprintf(owner, "%d", at->version);
        row[1] = talloc_asprintf(owner, "%.*s", DATE, at->made);
        row[2] = at->made_by;
        row[3] = origin_words(owner, at);
        row[4] = talloc_asprintf(owner, "%d", at->pairs);
        row[5] =
            talloc_asprintf(owner, "%s%s%s", case_state_word(at->state), *at->basis ? " " : "", at->basis);
        row[6] = filing_words(owner, at);
    }
    if (cell)
        terminal_table(stdout, &(struct text_table){COLUMNS, versions + 1, align, cell});
}

static enum status print_history_json(const struct term *term, const struct plan_version *version,
                                      int versions)
{
    static const char *const origins[PLAN_ORIGINS] = {"planned", "edited", "restored", "rebalanced"};
    static const char *const states[] = {"draft", "published", "superseded", "discarded", "taken back"};
    struct json_lines lines = {0};
    for (int v = 0; v < versions; v++) {
        const struct plan_version *at = &version[v];
        json_t *object = json_pack("{s:i, s:s, s:s, s:s, s:o, s:i, s:s, s:s}", "version", at->version, "made",
                                   at->made, "by", at->made_by, "how", origins[at->origin], "base",
                                   at->base ? json_integer(at->base) : json_null(), "pairs", at->pairs,
                                   "state", states[at->state], "basis", at->basis);
        if (object && json_object_set_new(object, "filed", json_text_or_null(at->filed)) == 0)
            json_object_set_new(object, "office", json_text_or_null(at->filed ? at->office : NULL));
        json_line(&lines, object);
    }
    return json_lines_end(&lines) ? STATUS_OK : error_add_memory(term->invocation->error);
}

static enum status run_history(struct invocation *invocation)
{
    const char *db = NULL;
    struct term term;
    struct plan_version *version;
    bool json = false;
    int words, versions;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {"json", 0, NULL, &json}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, NULL, 0, &words);
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term.store, &version, &versions, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (json)
        return print_history_json(&term, version, versions);
    if (versions == 0)
        printf(_("There is no plan yet. To make the first: tongxin plan%s\n"), term_options(&term));
    else
        print_history(&term, version, versions);
    return STATUS_OK;
}

/* ---- show ---- */

static const char *end_name(const void *owner, const struct term_case *made, const struct pair *pair,
                            bool target)
{
    const struct relation *relation = &made->scheme->relation[pair->relation];
    if (target && relation->target_kind != TARGET_MEMBER)
        return target_name(relation, made->roster, pair->target);
    const struct member *member = &made->roster->member[target ? pair->target : pair->source];
    return talloc_asprintf(owner, "%s %s", member->name, member->id);
}

static void print_pairs(const struct term *term, const struct term_case *made, const struct pair *pair,
                        int pairs)
{
    enum { COLUMNS = 4 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)pairs + 1));
    const char *const heading[COLUMNS] = {_("Who contacts"), _("Contacted"), _("Window"), _("Relation")};
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = heading[c];
    for (int p = 0; cell && p < pairs; p++) {
        const struct relation *relation = &made->scheme->relation[pair[p].relation];
        int window = pair_window(relation, made->roster, pair[p].target);
        const char **row = cell + COLUMNS * (p + 1);
        row[0] = end_name(owner, made, &pair[p], false);
        row[1] = end_name(owner, made, &pair[p], true);
        row[2] = window == WINDOW_NONE ? "" : made->roster->window[window].name;
        row[3] = relation->origin.title;
    }
    if (cell)
        terminal_table(stdout, &(struct text_table){COLUMNS, pairs + 1, align, cell});
}

static enum status show(struct term *term, const struct plan_version *version, bool json)
{
    struct term_case made;
    struct named_plan *claimed;
    struct pair *pair;
    struct plan_bytes result;
    struct invocation *invocation = term->invocation;
    int pairs;
    enum status status =
        plans_part(invocation->owner, term->store, version->version, PLAN_RESULT, &result, invocation->error);
    if (status == STATUS_OK && json) {
        fwrite(result.bytes ? result.bytes : "", 1, result.size, stdout);
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = case_of_version(term, version->version, &made);
    if (status == STATUS_OK)
        status = case_result(term, &made, &claimed, &pair, &pairs);
    if (status != STATUS_OK)
        return status;
    printf(_("Version %d, made %.*s by %s, %s: %s. Pairs: %d.\n\n"), version->version, DATE, version->made,
           version->made_by, origin_words(invocation->owner, version), case_state_word(version->state),
           pairs);
    stages_print(stdout, claimed->stage, claimed->stages, true);
    putchar('\n');
    print_pairs(term, &made, pair, pairs);
    return STATUS_OK;
}

static enum status run_show(struct invocation *invocation)
{
    const char *db = NULL, *word = NULL;
    struct term term;
    struct plan_version *version;
    int words, versions;
    bool json = false;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {"json", 0, NULL, &json}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &word, 1, &words);
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term.store, &version, &versions, invocation->error);
    if (status != STATUS_OK)
        return status;
    int chosen = case_current(version, versions);
    if (word || !chosen)
        chosen = case_version(&term, word ? word : "", version, versions);
    return chosen ? show(&term, &version[chosen - 1], json) : STATUS_INPUT;
}

const struct command command_history = {
    .name = "history",
    .summary = N_("list the versions of the plan"),
    .help = help_history,
    .run = run_history,
};

const struct command command_show = {
    .name = "show",
    .summary = N_("show a version of the plan"),
    .help = help_show,
    .run = run_show,
};
