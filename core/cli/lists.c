#include "cli/lists.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/growing_text.h"
#include "base/language.h"
#include "base/text.h"
#include "cli/choice.h"
#include "cli/lacks.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/terminal.h"
#include "roster/cell_characters.h"
#include "roster/csv.h"
#include "roster/layout.h"
#include "roster/likely.h"
#include "roster/windows.h"

/* What was answered so far. */
struct answers {
    int count, from_file;
    struct join_answer *answer; /* [count] */
};

static enum status add_answer(const void *owner, struct answers *answers, const char *key, const char *id,
                              struct error *error)
{
    struct join_answer *grown =
        talloc_realloc(owner, answers->answer, struct join_answer, (unsigned)answers->count + 1);
    if (!grown)
        return error_add_memory(error);
    answers->answer = grown;
    grown[answers->count++] = (struct join_answer){talloc_strdup(owner, key), talloc_strdup(owner, id)};
    return STATUS_OK;
}

/* The file of answers: 问题,编号. It need not be there yet. */
static enum status read_answers(struct invocation *invocation, const char *file, struct answers *answers)
{
    static const char *const headings[] = {"问题", "编号", NULL};
    struct csv_table *table;
    struct stat seen;
    if (!file || stat(file, &seen) != 0)
        return STATUS_OK;
    enum status status = csv_read(invocation->owner, file, headings, &table, invocation->error);
    if (status == STATUS_OK && !table_clean(table, invocation->error))
        error_add_memory(invocation->error);
    status = status == STATUS_OK ? invocation->error->status : status;
    for (int r = 1; status == STATUS_OK && r < table->rows; r++) {
        const struct place place = {.file = file, .row = table->row[r].row};
        if (table->row[r].cells < 2)
            status = error_add(invocation->error, STATUS_INPUT, &place,
                               _("A row of answers is a question and an id, or “新” for somebody new."));
        else if (*table->row[r].cell[1])
            status = add_answer(invocation->owner, answers, table->row[r].cell[0], table->row[r].cell[1],
                                invocation->error);
    }
    answers->from_file = answers->count;
    return status;
}

/* Answers about columns: 哪一列是单位, and the heading or 无. */
static enum status take_columns(struct invocation *invocation, struct lists_request *request)
{
    struct answers answers = {0};
    const size_t prefix = strlen(COLUMN_QUESTION);
    enum status status = read_answers(invocation, request->answers, &answers);
    for (int a = 0; a < answers.count && status == STATUS_OK; a++) {
        const char *key = answers.answer[a].key, *heading = answers.answer[a].id;
        if (strncmp(key, COLUMN_QUESTION, prefix) != 0)
            continue;
        if (!column_names_add(invocation->owner, &request->names, key + prefix,
                              strcmp(heading, COLUMN_NONE) == 0 ? "" : heading, false))
            return error_add_memory(invocation->error);
        request->names.name[request->names.count - 1].answered = true;
    }
    return status;
}

/* Keeps what was answered, so that nothing is asked twice. */
static enum status write_answers(struct invocation *invocation, const char *file,
                                 const struct answers *answers)
{
    struct output output = {.name = file, .kind = OUTPUT_ANSWERS};
    struct growing_text text = {.owner = invocation->owner};
    char *bytes;
    size_t size;
    growing_add(&text, "问题,编号\n");
    for (int a = 0; a < answers->count; a++) {
        growing_add_cell(&text, answers->answer[a].key, false);
        growing_add(&text, ",");
        growing_add_cell(&text, answers->answer[a].id, false);
        growing_add(&text, "\n");
    }
    enum status status = growing_close(&text, &bytes, &size, invocation->error);
    return status == STATUS_OK ? output_write(invocation, &output, bytes, size) : status;
}

/* ---- doubts ---- */

static char *where(const void *owner, const struct join_doubt *doubt)
{
    if (doubt->sheet)
        return talloc_asprintf(owner, _("%s, sheet %s, row %d"), text_printable(owner, doubt->file),
                               text_printable(owner, doubt->sheet), doubt->row);
    return talloc_asprintf(owner, _("%s, row %d"), text_printable(owner, doubt->file), doubt->row);
}

static char *who(const void *owner, const struct join_candidate *candidate)
{
    char *text = talloc_asprintf(owner, "%s %s", candidate->name, candidate->id);
    const char *const more[] = {candidate->sector, candidate->window, candidate->unit};
    for (int i = 0; text && i < 3; i++)
        if (*more[i])
            text = talloc_asprintf_append(text, "  %s", more[i]);
    return text;
}

static char *question_of(const void *owner, const struct join_doubt *doubt)
{
    return talloc_asprintf(owner, _("%s: “%s%s%s”. Which member is that?"), where(owner, doubt), doubt->name,
                           *doubt->unit ? _(", ") : "", doubt->unit);
}

/* Asks; false where nothing was chosen. */
static bool ask(struct invocation *invocation, const struct join_doubt *doubt, struct answers *answers)
{
    const void *owner = invocation->owner;
    const char **choice = talloc_array(owner, const char *, (unsigned)doubt->candidates + 1);
    if (!choice)
        return false;
    for (int c = 0; c < doubt->candidates; c++)
        choice[c] = who(owner, &doubt->candidate[c]);
    choice[doubt->candidates] = _("none of them: somebody new");
    int chosen = choice_pick(question_of(owner, doubt), choice, doubt->candidates + 1);
    if (chosen < 0)
        return false;
    const char *id = chosen == doubt->candidates ? JOIN_NEW : doubt->candidate[chosen].id;
    return add_answer(owner, answers, doubt->key, id, invocation->error) == STATUS_OK;
}

static enum status list_doubts(struct invocation *invocation, const struct join_result *result,
                               const struct lists_request *request)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = invocation->owner;
    char *text;
    for (int d = 0; d < result->doubts; d++) {
        const struct join_doubt *doubt = &result->doubt[d];
        const char **cell = talloc_array(owner, const char *, 2 * ((unsigned)doubt->candidates + 2));
        if (!cell)
            return error_add_memory(invocation->error);
        fprintf(stderr, "%s\n", question_of(owner, doubt));
        for (int c = 0; c < doubt->candidates; c++) {
            cell[2 * c] = doubt->candidate[c].id;
            cell[2 * c + 1] = who(owner, &doubt->candidate[c]);
        }
        cell[2 * doubt->candidates] = JOIN_NEW;
        cell[2 * doubt->candidates + 1] = _("none of them: somebody new");
        terminal_table(stderr, &(struct text_table){2, doubt->candidates + 1, align, cell});
        struct growing_text key = {.owner = owner};
        growing_add_cell(&key, doubt->key, false);
        fprintf(stderr, "  %s,\n\n", key.failed ? doubt->key : key.text);
    }
    const char *file = request->answers ? request->answers : "answers.csv";
    text = talloc_asprintf(
        owner,
        _("Rows that may be one member or another: %d. Nothing was done. On a terminal each is asked. Or "
          "write a CSV file with the headings 问题,编号, copy each line above into it with an id or 新 "
          "behind it, and name it: --answers %s"),
        result->doubts, shell_word(owner, file));
    return error_add(invocation->error, STATUS_INPUT, NULL, "%s", text ? text : "");
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

/* What was answered of the sheet, or NULL. */
static const char *sheet_answer(const struct answers *answers, const char *key)
{
    for (int a = answers->count - 1; a >= 0; a--)
        if (strcmp(answers->answer[a].key, key) == 0)
            return answers->answer[a].id;
    return NULL;
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

/* Asks, or looks up, whether the sheet is taken in. Returns false where memory ran out. */
static bool settle_sheet(struct invocation *invocation, struct lists_request *request,
                         const struct withheld_sheet *withheld, struct answers *answers)
{
    static const char yes[] = "是", no[] = "否";
    const void *owner = invocation->owner;
    char *key = sheet_key(owner, withheld->sheet);
    if (!key)
        return false;
    const char *answer = sheet_answer(answers, key);
    if (!answer && choice_can_ask()) {
        answer = confirm_sheet(owner, withheld) ? yes : no;
        if (add_answer(owner, answers, key, answer, invocation->error) != STATUS_OK)
            return false;
    }
    return !answer || strcmp(answer, yes) != 0 || add_sheet(owner, request, withheld->sheet->name);
}

/* Settles which of the sheets that were not taken in are wanted all the same; where nobody says so, none. */
static enum status settle_sheets(struct invocation *invocation, struct lists_request *request,
                                 const struct lists *lists)
{
    struct answers answers = {0};
    enum status status = read_answers(invocation, request->answers, &answers);
    for (int f = 0; f < request->files.count && status == STATUS_OK; f++) {
        const struct layout *layout = lists->report[f]->layout;
        for (int i = 0; i < layout->withhelds && status == STATUS_OK; i++)
            if (layout->withheld[i].why != WITHHELD_LOST &&
                !settle_sheet(invocation, request, &layout->withheld[i], &answers))
                status = error_add_memory(invocation->error);
    }
    if (status == STATUS_OK && answers.count > answers.from_file && request->answers)
        status = write_answers(invocation, request->answers, &answers);
    return status;
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
}

static enum status join(struct invocation *invocation, const struct lists_request *request,
                        struct roster **roster, struct lists *lists)
{
    struct answers answers = {0};
    struct join_result *result;
    enum status status = read_answers(invocation, request->answers, &answers);
    bool again = status == STATUS_OK;
    while (again) {
        const struct join_request asked = {
            .lists = request->files.count,
            .list = roster,
            .known = request->known,
            .prefix = request->prefix,
            .last = request->last,
            .today = request->today,
            .answers = answers.count,
            .answer = answers.answer,
            .table = windows_of(roster, lists->report, request->files.count, request->windows)};
        status = roster_join(invocation->owner, &asked, &result, invocation->error);
        again = status == STATUS_OK && result->doubts > 0 && choice_can_ask() &&
                ask(invocation, &result->doubt[0], &answers);
    }
    if (answers.count > answers.from_file && request->answers && status == STATUS_OK)
        status = write_answers(invocation, request->answers, &answers);
    if (status != STATUS_OK)
        return status;
    if (result->doubts > 0)
        return list_doubts(invocation, result, request);
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
    if (!request->columns_taken)
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
    if (files > 1 || !all_have_ids(roster[0]))
        return join(invocation, request, roster, lists);
    status = read_files(invocation, request, false, roster, lists);
    lists->roster = roster[0];
    if (status == STATUS_OK)
        tell(request, lists, NULL, roster);
    return status;
}

bool lists_ask(struct invocation *invocation, struct lists_request *request, const struct lacks *lacks)
{
    const void *owner = invocation->owner;
    struct answers answers = {0};
    int before = request->names.count;
    if (!lacks_ask(invocation, lacks, &request->names))
        return false;
    enum status status = read_answers(invocation, request->answers, &answers);
    for (int i = before; i < request->names.count && request->answers && status == STATUS_OK; i++) {
        const struct column_name *name = &request->names.name[i];
        const char *key = talloc_asprintf(owner, COLUMN_QUESTION "%s", name->field);
        status = add_answer(owner, &answers, key ? key : "", *name->heading ? name->heading : COLUMN_NONE,
                            invocation->error);
    }
    if (request->answers && status == STATUS_OK)
        status = write_answers(invocation, request->answers, &answers);
    return status == STATUS_OK;
}
