#include "cli/inquiry.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/growing_text.h"
#include "base/language.h"
#include "cli/choice.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "roster/cell_characters.h"
#include "roster/csv.h"

enum { FILES_TRIED = 99 };

/* ---- answers ---- */

const char *answers_find(const struct answers *answers, const char *key)
{
    for (int a = 0; a < answers->count; a++)
        if (strcmp(answers->answer[a].key, key) == 0)
            return answers->answer[a].id;
    return NULL;
}

enum status answers_add(struct invocation *invocation, struct answers *answers, const char *key,
                        const char *value)
{
    const void *owner = invocation->owner;
    const struct join_answer made = {talloc_strdup(owner, key), talloc_strdup(owner, value)};
    if (!made.key || !made.id)
        return error_add_memory(invocation->error);
    for (int a = 0; a < answers->count; a++)
        if (strcmp(answers->answer[a].key, key) == 0) {
            answers->answer[a] = made;
            return STATUS_OK;
        }
    struct join_answer *grown =
        talloc_realloc(owner, answers->answer, struct join_answer, (unsigned)answers->count + 1);
    if (!grown)
        return error_add_memory(invocation->error);
    answers->answer = grown;
    grown[answers->count++] = made;
    return STATUS_OK;
}

enum status answers_read(struct invocation *invocation, const char *file, struct answers *answers)
{
    static const char *const headings[] = {"问题", "编号", NULL};
    struct csv_table *table;
    struct stat seen;
    *answers = (struct answers){.file = file};
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
            status = answers_add(invocation, answers, table->row[r].cell[0], table->row[r].cell[1]);
    }
    return status;
}

/* Where nobody named a file, answers that were given are kept in one of this folder that is not there yet. */
static const char *new_file(const void *owner)
{
    struct stat seen;
    for (int n = 1; n <= FILES_TRIED; n++) {
        char *name =
            n == 1 ? talloc_strdup(owner, "answers.csv") : talloc_asprintf(owner, "answers-%d.csv", n);
        if (name && lstat(name, &seen) != 0)
            return name;
    }
    return NULL;
}

enum status answers_keep(struct invocation *invocation, struct answers *answers)
{
    if (!answers->file) {
        answers->file = new_file(invocation->owner);
        if (answers->file)
            fprintf(stderr, _("Your answers are kept in %s; the next time: --answers %s\n"), answers->file,
                    answers->file);
    }
    if (!answers->file)
        return STATUS_OK;
    struct output output = {.name = answers->file, .kind = OUTPUT_ANSWERS};
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

/* ---- questions ---- */

const struct inquiry_choice *inquiry_answered(const struct inquiry *inquiry, const struct answers *answers)
{
    const char *value = answers_find(answers, inquiry->key);
    const char *for_all = !value && inquiry->kind ? answers_find(answers, inquiry->kind) : NULL;
    for (int c = 0; c < inquiry->choices; c++) {
        const struct inquiry_choice *choice = &inquiry->choice[c];
        if ((value && strcmp(choice->value, value) == 0) ||
            (for_all && choice->for_all && strcmp(choice->for_all, for_all) == 0))
            return choice;
    }
    return NULL;
}

/* The choices, then those that answer all of the kind as well. *count: of all of them; each is choice[] of
 * the question again, from inquiry->choices on. */
static const char **shown_choices(struct invocation *invocation, const struct inquiry *inquiry, int alike,
                                  int *count)
{
    const void *owner = invocation->owner;
    const char **shown = talloc_array(owner, const char *, 2 * (unsigned)inquiry->choices + 1);
    *count = inquiry->choices;
    for (int c = 0; shown && c < inquiry->choices; c++)
        shown[c] = inquiry->choice[c].text;
    bool for_all = inquiry->kind && alike > 1;
    for (int c = 0; shown && for_all && c < inquiry->choices; c++)
        if (inquiry->choice[c].for_all)
            shown[(*count)++] =
                talloc_asprintf(owner,
                                strcmp(inquiry->choice[c].for_all, JOIN_NEW) == 0
                                    ? _("all %d questions of this kind: somebody new each time")
                                    : _("all %d questions of this kind: the same person each time"),
                                alike);
    return shown;
}

/* The choice that number `chosen` of those shown answers all of the kind with. */
static const struct inquiry_choice *chosen_for_all(const struct inquiry *inquiry, int chosen)
{
    int at = inquiry->choices;
    for (int c = 0; c < inquiry->choices; c++)
        if (inquiry->choice[c].for_all && at++ == chosen)
            return &inquiry->choice[c];
    return NULL;
}

enum inquiry_outcome inquiry_ask(struct invocation *invocation, const struct inquiry *inquiry, int number,
                                 int of, int alike, struct answers *answers)
{
    int count;
    const char **shown = shown_choices(invocation, inquiry, alike, &count);
    char *question =
        of > 1 ? talloc_asprintf(invocation->owner, _("Question %d of %d. %s"), number, of, inquiry->text)
               : talloc_strdup(invocation->owner, inquiry->text);
    if (!shown || !question)
        return INQUIRY_ENDED;
    int chosen = choice_pick(question, shown, count);
    if (chosen < 0)
        return chosen == CHOICE_END ? INQUIRY_ENDED : INQUIRY_SKIPPED;
    const struct inquiry_choice *for_all = chosen_for_all(inquiry, chosen);
    enum status status = for_all
                             ? answers_add(invocation, answers, inquiry->kind, for_all->for_all)
                             : answers_add(invocation, answers, inquiry->key, inquiry->choice[chosen].value);
    return status == STATUS_OK && answers_keep(invocation, answers) == STATUS_OK ? INQUIRY_ANSWERED
                                                                                 : INQUIRY_ENDED;
}

/* "  王伟，某校," to be copied into the file. */
static void print_key(const void *owner, const char *key)
{
    struct growing_text text = {.owner = owner};
    growing_add_cell(&text, key, false);
    fprintf(stderr, "  %s,\n", text.failed ? key : text.text);
}

static enum status list_one(struct invocation *invocation, const struct inquiry *inquiry)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT};
    const char **cell = talloc_array(invocation->owner, const char *, 2 * (unsigned)inquiry->choices + 1);
    if (!cell)
        return error_add_memory(invocation->error);
    terminal_paragraph(stderr, inquiry->text, 0, 0, terminal_width(stderr));
    for (int c = 0; c < inquiry->choices; c++) {
        cell[2 * c] = inquiry->choice[c].value;
        cell[2 * c + 1] = inquiry->choice[c].text;
    }
    terminal_table(stderr, &(struct text_table){2, inquiry->choices, align, cell});
    print_key(invocation->owner, inquiry->key);
    fputc('\n', stderr);
    return STATUS_OK;
}

/* How all questions of that kind are answered in one line, where there are several of it. */
static void list_kind(struct invocation *invocation, const struct inquiry *inquiry, int inquiries, int first)
{
    int alike = 0;
    char *values = talloc_strdup(invocation->owner, "");
    for (int i = 0; i < inquiries; i++)
        if (inquiry[i].kind && strcmp(inquiry[i].kind, inquiry[first].kind) == 0) {
            if (i < first)
                return;
            alike++;
        }
    for (int c = 0; values && c < inquiry[first].choices; c++)
        if (inquiry[first].choice[c].for_all)
            values = talloc_asprintf_append(values, "%s%s", *values ? _(" or ") : "",
                                            inquiry[first].choice[c].for_all);
    if (alike < 2 || !values)
        return;
    fprintf(stderr, _("One answer for all %d questions of the same kind (%s):\n"), alike, values);
    print_key(invocation->owner, inquiry[first].kind);
    fputc('\n', stderr);
}

enum status inquiry_list(struct invocation *invocation, const struct inquiry *inquiry, int inquiries)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < inquiries && status == STATUS_OK; i++)
        status = list_one(invocation, &inquiry[i]);
    for (int i = 0; i < inquiries && status == STATUS_OK; i++)
        if (inquiry[i].kind)
            list_kind(invocation, inquiry, inquiries, i);
    return status;
}
