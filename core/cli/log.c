/* tongxin log, undo: who did what when, and taking it back. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/json_lines.h"
#include "cli/log_words.h"
#include "cli/options.h"
#include "cli/term.h"
#include "cli/terminal.h"
#include "store/log.h"

static const char *const help_log[] = {
    N_("Usage: tongxin log [--last N]"),
    N_("Lists who did what when. Nobody can change it: each entry carries the hash of the one before."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --last N             only the last N entries (all)"),
    N_("  --member ID|NAME     only what names this member"),
    N_("  --json               as JSON, one entry a line"),
    "",
    N_("Example:"),
    "  tongxin log --last 5",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

static const char *const help_undo[] = {
    N_("Usage: tongxin undo"),
    N_("Takes the last change back that is not taken back yet. Once more takes back the one before. The log "
       "keeps "
       "both."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin undo",
    "",
    N_("Exit status: 0 done; 1 later changes are in the way; 2 the input is at fault; 3 the machine is at "
       "fault."),
    NULL,
};

/* "2026-01-15 09:30". */
static const char *moment(const void *owner, const char *at)
{
    return strlen(at) >= 16 ? talloc_asprintf(owner, "%.10s %.5s", at, at + 11) : at;
}

static const char *what(struct term *term, const struct log_entry *entry)
{
    char *text = talloc_strdup(term->invocation->owner, log_words(term, entry));
    if (text && entry->undoes)
        text = talloc_asprintf_append(text, _(" (takes back %lld)"), (long long)entry->undoes);
    if (text && entry->undone)
        text = talloc_asprintf_append(text, "%s", _(" (taken back)"));
    return text;
}

static bool concerns(const struct log_entry *entry, const char *id)
{
    if (!id)
        return true;
    const char *at = entry->subject;
    size_t size = strlen(id);
    while ((at = strstr(at, id))) {
        bool begins = at == entry->subject || at[-1] == ' ', ends = at[size] == '\0' || at[size] == ' ';
        if (begins && ends)
            return true;
        at += size;
    }
    return false;
}

static void print_log(struct term *term, const struct log_entry *entry, int count, const char *id)
{
    enum { COLUMNS = 6 };
    static const enum align align[COLUMNS] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT,
                                              ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)count + 1));
    const char *const heading[COLUMNS] = {_("No"), _("When"), _("Who"), _("In force"), _("What"), _("Why")};
    int rows = 1;
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = heading[c];
    for (int i = 0; cell && i < count; i++) {
        if (!concerns(&entry[i], id))
            continue;
        const char **row = cell + COLUMNS * rows++;
        row[0] = talloc_asprintf(owner, "%lld", (long long)entry[i].number);
        row[1] = moment(owner, entry[i].at);
        row[2] = entry[i].who;
        row[3] = entry[i].version ? talloc_asprintf(owner, "%d", entry[i].version) : "";
        row[4] = what(term, &entry[i]);
        row[5] = entry[i].reason;
    }
    if (cell)
        terminal_table(stdout, &(struct text_table){COLUMNS, rows, align, cell});
}

static enum status print_log_json(struct invocation *invocation, const struct log_entry *entry, int count,
                                  const char *id)
{
    struct json_lines lines = {0};
    for (int i = 0; i < count; i++) {
        const struct log_entry *at = &entry[i];
        if (!concerns(at, id))
            continue;
        json_t *detail = *at->detail ? json_loads(at->detail, 0, NULL) : NULL;
        json_line(&lines, json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:b, s:s}", "number",
                                    (json_int_t)at->number, "at", at->at, "who", at->who, "action",
                                    at->action, "subject", at->subject, "reason", at->reason, "version",
                                    at->version ? json_integer(at->version) : json_null(), "detail",
                                    detail ? detail : json_null(), "undoes",
                                    at->undoes ? json_integer(at->undoes) : json_null(), "taken_back",
                                    at->undone, "hash", at->hash));
    }
    return json_lines_end(&lines) ? STATUS_OK : error_add_memory(invocation->error);
}

static enum status run_log(struct invocation *invocation)
{
    const char *db = NULL, *last = NULL, *member = NULL;
    struct term term;
    struct log_entry *entry;
    bool json = false;
    int words, count;
    const struct option_row rows[] = {{"db", 0, &db, NULL},
                                      {"last", 0, &last, NULL},
                                      {"member", 0, &member, NULL},
                                      {"json", 0, NULL, &json},
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, NULL, 0, &words);
    char *end = NULL;
    long most = last ? strtol(last, &end, 10) : 0;
    if (last && (*end || end == last || most < 1))
        error_add(invocation->error, STATUS_INPUT, NULL, _("--last takes a whole number from 1, not “%s”."),
                  last);
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_open(invocation, db, STORE_READ, &term);
    int found = -1;
    if (status == STATUS_OK && member) {
        status = term_read_members(&term);
        found = status == STATUS_OK ? term_member(&term, member) : -1;
        if (found < 0)
            return invocation->error->status;
    }
    if (status == STATUS_OK)
        status = log_read(invocation->owner, term.store, 1, INT_MAX, &entry, &count, invocation->error);
    if (status != STATUS_OK)
        return status;
    int from = last && most < count ? count - (int)most : 0;
    const char *id = found < 0 ? NULL : term.members->member[found].value[ATTRIBUTE_ID];
    if (json)
        return print_log_json(invocation, entry + from, count - from, id);
    print_log(&term, entry + from, count - from, id);
    return STATUS_OK;
}

/* ---- undo ---- */

/* The last change that still stands; those that take back do not count. The first entry made the file. */
static const struct log_entry *last_standing(const struct log_entry *entry, int count)
{
    for (int i = count - 1; i > 0; i--)
        if (!entry[i].undone && !entry[i].undoes)
            return &entry[i];
    return NULL;
}

static enum status take_back(struct term *term, const char *reason)
{
    struct invocation *invocation = term->invocation;
    struct log_entry *entry;
    int count;
    enum status status =
        log_read(invocation->owner, term->store, 1, INT_MAX, &entry, &count, invocation->error);
    if (status != STATUS_OK)
        return status;
    const struct log_entry *last = last_standing(entry, count);
    if (!last)
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("There is nothing to take back: the file is as it was made."));
    const char *words = log_words(term, last); /* with the names of those whom it added */
    status = store_take_back(term->store, last->number, invocation->error);
    if (status != STATUS_OK)
        return status;
    const char *done =
        talloc_asprintf(invocation->owner, "%s%s%s", last->action, *last->subject ? " " : "", last->subject);
    status = term_commit_undo(term, done, reason, last->number);
    if (status == STATUS_OK)
        printf(_("Taken back: %s (entry %lld of the log, %s, %s).\n"), words, (long long)last->number,
               last->who, moment(invocation->owner, last->at));
    return status;
}

static enum status run_undo(struct invocation *invocation)
{
    const char *db = NULL, *reason = NULL;
    struct term term = {0};
    int words;
    const struct option_row rows[] = {
        {"db", 0, &db, NULL}, {"reason", 0, &reason, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, NULL, 0, &words);
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_WRITE, &term);
    if (status == STATUS_OK)
        status = term_begin(&term);
    return status == STATUS_OK ? take_back(&term, reason) : status;
}

const struct command command_log = {
    .name = "log",
    .summary = N_("list who did what when"),
    .help = help_log,
    .run = run_log,
};

const struct command command_undo = {
    .name = "undo",
    .summary = N_("take the last change back"),
    .help = help_undo,
    .run = run_undo,
};
