#include "cli/lists.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "base/text.h"
#include "cli/choice.h"
#include "cli/doubts.h"
#include "cli/lacks.h"
#include "cli/reading.h"
#include "cli/terminal.h"
#include "roster/layout.h"
#include "roster/likely.h"
#include "roster/windows.h"

/* Answers about columns: 哪一列是单位, and the heading or 无. */
static enum status take_columns(struct invocation *invocation, struct lists_request *request)
{
    const struct answers *answers = &request->given;
    const size_t prefix = strlen(COLUMN_QUESTION);
    for (int a = 0; a < answers->count; a++) {
        const char *key = answers->answer[a].key, *heading = answers->answer[a].id;
        if (strncmp(key, COLUMN_QUESTION, prefix) != 0)
            continue;
        if (!column_names_add(invocation->owner, &request->names, key + prefix,
                              strcmp(heading, COLUMN_NONE) == 0 ? "" : heading, false))
            return error_add_memory(invocation->error);
        request->names.name[request->names.count - 1].answered = true;
    }
    return STATUS_OK;
}

/* ---- reading ---- */

static enum status read_files(struct invocation *invocation, struct lists_request *request, bool part,
                              struct roster **roster, struct lists *lists)
{
    for (int f = 0; f < request->files.count; f++) {
        const struct roster_request asked = {.file = request->files.value[f],
                                             .windows_file = f == 0 ? request->windows : NULL,
                                             .sheet = request->sheet,
                                             .also = request->also,
                                             .part = part,
                                             .by_party = part ? NULL : request->by.party,
                                             .by_window = part ? NULL : request->by.window,
                                             .today = request->today,
                                             .names = &request->names};
        roster_read_with(invocation->owner, &asked, &roster[f], &lists->report[f], invocation->error);
    }
    return invocation->error->status;
}

/* The question of the file of answers that says whether a sheet is taken in that would not be. */
static char *sheet_key(const void *owner, const struct sheet *sheet)
{
    return talloc_asprintf(owner, "工作表 %s", sheet->name);
}

static bool confirm_sheet(const void *owner, const struct withheld_sheet *withheld)
{
    char *question = talloc_asprintf(
        owner,
        withheld->why == WITHHELD_HIDDEN
            ? _("The sheet “%s” is hidden (members %d). Take it in, too? (y/n)")
            : _("The sheet “%s” is called after people who left or an old state (members %d). "
                "Take it in, too? (y/n)"),
        withheld->sheet->name, withheld->members);
    return question && choice_confirm(question);
}

static bool add_sheet(const void *owner, struct lists_request *request, const char *name)
{
    const char **grown = talloc_realloc(owner, request->also, const char *, (unsigned)request->alsos + 2);
    if (!grown)
        return false;
    request->also = grown;
    request->also[request->alsos++] = talloc_strdup(owner, name);
    request->also[request->alsos] = NULL;
    return true;
}

/* Asks, or looks up, whether the sheet is taken in. */
static enum status settle_sheet(struct invocation *invocation, struct lists_request *request,
                                const struct withheld_sheet *withheld)
{
    enum status status = STATUS_OK;
    const void *owner = invocation->owner;
    char *key = sheet_key(owner, withheld->sheet);
    if (!key)
        return error_add_memory(invocation->error);
    const char *answer = answers_find(&request->given, key);
    if (!answer && choice_can_ask()) {
        answer = confirm_sheet(owner, withheld) ? INQUIRY_YES : INQUIRY_NO;
        status = answers_add(invocation, &request->given, key, answer);
        if (status == STATUS_OK)
            status = answers_keep(invocation, &request->given);
    }
    if (status == STATUS_OK && answer && strcmp(answer, INQUIRY_YES) == 0 &&
        !add_sheet(owner, request, withheld->sheet->name))
        status = error_add_memory(invocation->error);
    return status;
}

/* Settles which of the sheets that were not taken in are wanted all the same; where nobody says so, none. */
static enum status settle_sheets(struct invocation *invocation, struct lists_request *request,
                                 const struct lists *lists)
{
    enum status status = STATUS_OK;
    for (int f = 0; f < request->files.count && status == STATUS_OK; f++) {
        const struct layout *layout = lists->report[f]->layout;
        for (int i = 0; i < layout->withhelds && status == STATUS_OK; i++)
            if (layout->withheld[i].why != WITHHELD_LOST)
                status = settle_sheet(invocation, request, &layout->withheld[i]);
    }
    return status;
}

/* Whether an earlier version took in an id with what is not seen: the join knows who is meant. */
static bool has_unseen_ids(const struct roster *known)
{
    void *scratch = talloc_new(NULL);
    bool has = false;
    for (int m = 0; known && !has && m < known->members; m++)
        has = characters_clean(scratch, known->member[m].id, NULL) != known->member[m].id;
    talloc_free(scratch);
    return has;
}

static bool all_have_ids(const struct roster *roster)
{
    for (int m = 0; m < roster->former_members; m++)
        if (!*roster->former_member[m].id)
            return false;
    for (int m = 0; m < roster->members; m++)
        if (!*roster->member[m].id)
            return false;
    return true;
}

/* The list whose windows say more than their name, or NULL. */
static const struct roster *windows_of(struct roster *const *roster, struct roster_report *const *report,
                                       int lists, const char *table)
{
    for (int l = 0; l < lists; l++)
        if ((l == 0 && table) || report[l]->windows_sheet)
            return roster[l];
    return NULL;
}

enum { MATCHES_SHOWN = 10 };

static void print_matches(const struct lists_request *request, const struct join_result *result)
{
    enum { COLUMNS = 4 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)result->matches + 1));
    const char *const heading[COLUMNS] = {_("List"), _("Row"), _("Name"), _("How it was matched")};
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = heading[c];
    for (int m = 0; cell && m < result->matches; m++) {
        const struct join_match *match = &result->match[m];
        const char **row = cell + COLUMNS * (m + 1);
        row[0] = request->files.value[match->list];
        row[1] = talloc_asprintf(owner, "%d", match->row);
        row[2] = talloc_asprintf(owner, "%s %s", match->name, match->id);
        row[3] = match->how == JOIN_NAME_ALONE
                     ? _("by the name, of which there is one")
                     : talloc_asprintf(owner, _("by name and unit: here “%s”, there “%s”"), match->here,
                                       match->there);
    }
    putchar('\n');
    if (cell)
        terminal_table(stdout, &(struct text_table){COLUMNS, result->matches + 1, align, cell});
    putchar('\n');
    talloc_free(owner);
}

/* Rows that met somebody by more than id, or name and unit: people should look at them. */
static void tell_matches(const struct lists_request *request, const struct join_result *result)
{
    if (result->matches == 0)
        return;
    printf(_("Matched although not by id, or name and the same unit: %d. Please look at them.\n"),
           result->matches);
    if (request->tidied || result->matches <= MATCHES_SHOWN) {
        print_matches(request, result);
        return;
    }
    char *names = talloc_strdup(NULL, "");
    for (int m = 0; names && m < MATCHES_SHOWN; m++)
        names = talloc_asprintf_append(names, "%s%s %s", m > 0 ? _(", ") : "", result->match[m].name,
                                       result->match[m].id);
    if (names)
        names = talloc_asprintf_append(names, _(" and %d more; --tidied lists all."),
                                       result->matches - MATCHES_SHOWN);
    if (names)
        terminal_paragraph(stdout, names, 0, 0, terminal_width(stdout));
    talloc_free(names);
}

static void tell(const struct lists_request *request, const struct lists *lists,
                 const struct join_result *result, struct roster *const *roster)
{
    for (int f = 0; !request->quiet && f < request->files.count; f++) {
        const struct inputs inputs = {.roster = roster[f], .report = lists->report[f]};
        if (result && request->files.count > 1)
            printf(_("%s: members %d (known %d, new %d)\n"),
                   text_printable(lists->roster, request->files.value[f]), roster[f]->members,
                   result->matched[f], result->added[f]);
        if (request->tidied)
            reading_tidied(stdout, &inputs);
        else
            reading_print(stdout, &inputs);
    }
    if (result && !request->quiet)
        tell_matches(request, result);
}

/* Joins, and asks until nothing is in doubt or nobody answers. */
static enum status join_and_ask(struct invocation *invocation, struct lists_request *request,
                                struct roster **roster, struct lists *lists, struct join_result **result)
{
    struct doubts_asked asked = {0};
    enum status status;
    do {
        const struct join_request wanted = {
            .by_party = request->by.party,
            .by_window = request->by.window,
            .lists = request->files.count,
            .list = roster,
            .known = request->known,
            .prefix = request->prefix,
            .last = request->last,
            .today = request->today,
            .answers = request->given.count,
            .answer = request->given.answer,
            .table = windows_of(roster, lists->report, request->files.count, request->windows)};
        status = roster_join(invocation->owner, &wanted, result, invocation->error);
    } while (status == STATUS_OK && (*result)->doubts > 0 &&
             doubts_resolve(invocation, *result, &request->given, &asked));
    return status;
}

static enum status join(struct invocation *invocation, struct lists_request *request, struct roster **roster,
                        struct lists *lists)
{
    struct join_result *result;
    enum status status = join_and_ask(invocation, request, roster, lists, &result);
    if (status != STATUS_OK)
        return status;
    if (result->doubts > 0)
        return doubts_refuse(invocation, result, &request->given);
    lists->roster = result->roster;
    lists->given = result->given;
    lists->last = result->last;
    lists->prefix = result->prefix;
    tell(request, lists, result, roster);
    return STATUS_OK;
}

/* Asks which heading a column is that every member needs and that no list has. True where it was said: then
 * the lists are to be read anew. */
static bool ask_missing(struct invocation *invocation, struct lists_request *request,
                        struct roster *const *roster)
{
    static const enum attribute needed[] = {ATTRIBUTE_PARTY, ATTRIBUTE_WINDOW};
    struct lacks lacks = {0, talloc_zero_array(invocation->owner, struct lack, 2)};
    for (size_t i = 0; lacks.lack && i < sizeof needed / sizeof *needed; i++) {
        struct lack lack = {.column = needed[i], .heading = attribute_heading(needed[i])};
        bool missing = true;
        for (int f = 0; f < request->files.count; f++)
            missing = missing && roster[f]->column[needed[i]].missing;
        for (int f = 0; missing && f < request->files.count && lack.choices == 0; f++)
            lack.choice = likely_headings(invocation->owner, roster[f], lack.heading, &lack.choices);
        if (missing && lack.choices > 0)
            lacks.lack[lacks.count++] = lack;
    }
    return lacks.count > 0 && lists_ask(invocation, request, &lacks);
}

enum status lists_read(struct invocation *invocation, struct lists_request *request, struct lists *lists)
{
    unsigned files = (unsigned)request->files.count;
    *lists = (struct lists){.last = request->last, .prefix = request->prefix};
    lists->report = talloc_zero_array(invocation->owner, struct roster_report *, files);
    struct roster **roster = talloc_zero_array(invocation->owner, struct roster *, files);
    if (!lists->report || !roster)
        return error_add_memory(invocation->error);
    enum status status = STATUS_OK;
    if (!request->answers_taken)
        status = answers_read(invocation, request->answers, &request->given);
    request->answers_taken = true;
    if (status == STATUS_OK && !request->columns_taken)
        status = take_columns(invocation, request);
    if (status == STATUS_OK && !request->columns_taken)
        status = columns_said(invocation, &request->columns, &request->names);
    request->columns_taken = true;
    if (status == STATUS_OK)
        status = read_files(invocation, request, true, roster, lists);
    if (status == STATUS_OK)
        status = settle_sheets(invocation, request, lists);
    if (status == STATUS_OK && request->alsos > 0)
        status = read_files(invocation, request, true, roster, lists);
    if (status == STATUS_OK)
        status = columns_are_met(invocation, &request->names, roster, request->files.count);
    if (status == STATUS_OK && ask_missing(invocation, request, roster))
        status = read_files(invocation, request, true, roster, lists);
    if (status != STATUS_OK)
        return status;
    if (files > 1 || !all_have_ids(roster[0]) || has_unseen_ids(request->known))
        return join(invocation, request, roster, lists);
    status = read_files(invocation, request, false, roster, lists);
    lists->roster = roster[0];
    if (status == STATUS_OK)
        tell(request, lists, NULL, roster);
    return status;
}

bool lists_ask(struct invocation *invocation, struct lists_request *request, const struct lacks *lacks)
{
    int before = request->names.count;
    enum status status = STATUS_OK;
    if (!lacks_ask(invocation, lacks, &request->names))
        return false;
    for (int i = before; i < request->names.count && status == STATUS_OK; i++) {
        const struct column_name *name = &request->names.name[i];
        const char *key = talloc_asprintf(invocation->owner, COLUMN_QUESTION "%s", name->field);
        status =
            key ? answers_add(invocation, &request->given, key, *name->heading ? name->heading : COLUMN_NONE)
                : error_add_memory(invocation->error);
    }
    return status == STATUS_OK && answers_keep(invocation, &request->given) == STATUS_OK;
}
