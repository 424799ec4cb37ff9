/* tongxin window list, rename, merge, split: the windows of the term. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/member_change.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "roster/windows.h"

static const char *const help_list[] = {
    N_("Usage: tongxin window list"),
    N_("Lists the windows (“委员同心汇”窗口) with the number of their members."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --closed             those that were closed, instead"),
    "",
    N_("Example:"),
    "  tongxin window list",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

static const char *const help_rename[] = {
    N_("Usage: tongxin window rename WINDOW NAME --reason TEXT"),
    N_("Gives a window another name. Members, pairs and pins go along."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --full-name TEXT     its full name: 委员同心汇·提案委窗口"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin window rename 提案委 提案和联络委 --reason 机构改革",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_merge[] = {
    N_("Usage: tongxin window merge WINDOW... INTO --reason TEXT"),
    N_("Puts windows together into the last one named. Members, pairs and pins go along; the others are "
       "closed."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin window merge 经济委 农业农村委 --reason 机构改革",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_split[] = {
    N_("Usage: tongxin window split WINDOW NEW MEMBER... --reason TEXT"),
    N_("Makes the window NEW out of WINDOW: the members named move there."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --full-name TEXT     the full name of the new one"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin window split 提案委 提案二组 JH0007 JH0025 --reason 人数太多",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

enum { WORDS_MOST = 256 };

struct window_options {
    const char *db, *reason, *full_name;
    const char *word[WORDS_MOST];
    int words;
};

static enum status begin(struct invocation *invocation, struct window_options *options, int least,
                         const char *missing, struct term *term)
{
    const struct option_row rows[] = {{"db", 0, &options->db, NULL},
                                      {"reason", 0, &options->reason, NULL},
                                      {"full-name", 0, &options->full_name, NULL},
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, options->word, WORDS_MOST, &options->words);
    if (options->words < least)
        error_add(invocation->error, STATUS_INPUT, NULL, "%s", missing);
    options_need(invocation, options->reason && *options->reason ? options->reason : NULL, "reason",
                 _("every change of the roster is kept with its reason"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_open(invocation, options->db, STORE_WRITE, term);
    if (status == STATUS_OK)
        status = term_begin(term);
    return status == STATUS_OK ? term_read_members(term) : status;
}

static enum status finish(struct term *term, const char *action, const struct window_options *options)
{
    char *subject = talloc_strdup(term->invocation->owner, "");
    for (int w = 0; subject && w < options->words; w++)
        subject = talloc_asprintf_append(subject, "%s%s", w > 0 ? " " : "", options->word[w]);
    enum status status = term_commit(term, action, subject, options->reason, NULL);
    if (status != STATUS_OK)
        return status;
    printf(_("To take it back: tongxin undo%s\n"), term_options(term));
    return STATUS_OK;
}

/* Makes word[1] and the full name what a table of windows would have: names that none but `own` (-1: none)
 * has yet. */
static enum status check_name(struct term *term, struct window_options *options, int own)
{
    const void *owner = term->invocation->owner;
    struct error *error = term->invocation->error;
    windows_tidy_name(owner, options->word[1], &options->word[1], error);
    if (options->full_name)
        windows_tidy_name(owner, options->full_name, &options->full_name, error);
    if (error->status != STATUS_OK)
        return error->status;
    int other = members_find_window(term->members, options->word[1]);
    if (other >= 0 && other != own)
        return error_add(error, STATUS_INPUT, NULL, _("There is a window “%s” already. Nothing was changed."),
                         options->word[1]);
    return STATUS_OK;
}

/* ---- list ---- */

/* Members of the window: [0] Party members, [1] others, [2] exempt. */
static void count_members(const struct term *term, const struct window_record *window, int count[3])
{
    memset(count, 0, 3 * sizeof *count);
    for (int m = 0; m < term->members->members; m++) {
        const struct member_record *member = &term->members->member[m];
        if (member->left || member->window != window->number)
            continue;
        if (*member->value[ATTRIBUTE_EXEMPT])
            count[2]++;
        else
            count[text_list_has(member->value[ATTRIBUTE_PARTY], "中共") ? 0 : 1]++;
    }
}

static void print_windows(const struct term *term, bool closed)
{
    enum { COLUMNS = 6 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT,  ALIGN_RIGHT, ALIGN_RIGHT,
                                              ALIGN_RIGHT, ALIGN_LEFT,  ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)term->members->windows + 1));
    const char *const heading[COLUMNS] = {_("Window"), _("Party"),    _("Others"),
                                          _("Exempt"), _("Convenor"), closed ? _("Closed") : _("Full name")};
    int rows = 1;
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = heading[c];
    for (int w = 0; cell && w < term->members->windows; w++) {
        const struct window_record *window = &term->members->window[w];
        if ((window->closed != NULL) != closed)
            continue;
        int count[3];
        const char **row = cell + COLUMNS * rows++;
        count_members(term, window, count);
        row[0] = window->name;
        for (int k = 0; k < 3; k++)
            row[1 + k] = talloc_asprintf(owner, "%d", count[k]);
        row[4] = window->convenor;
        row[5] = window->full_name;
        int became = members_window(term->members, window->became);
        if (closed)
            row[5] = became < 0 ? window->closed
                                : talloc_asprintf(owner, _("%s, into %s"), window->closed,
                                                  term->members->window[became].name);
    }
    if (cell && rows > 1)
        terminal_table(stdout, &(struct text_table){COLUMNS, rows, align, cell});
    printf(closed ? _("Windows that were closed: %d.\n") : _("Windows: %d.\n"), rows - 1);
}

static enum status run_list(struct invocation *invocation)
{
    const char *db = NULL;
    bool closed = false;
    struct term term;
    int words;
    const struct option_row rows[] = {
        {"db", 0, &db, NULL}, {"closed", 0, NULL, &closed}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, NULL, 0, &words);
    if (status == STATUS_OK)
        status = term_enter(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        print_windows(&term, closed);
    return status;
}

/* ---- changes ---- */

static enum status run_rename(struct invocation *invocation)
{
    struct window_options options = {0};
    struct term term;
    enum status status = begin(invocation, &options, 2, _("Name the window, and its new name."), &term);
    int window = status == STATUS_OK ? term_window(&term, options.word[0]) : -1;
    if (window < 0)
        return invocation->error->status;
    struct window_record record = term.members->window[window];
    bool plain = strcmp(record.full_name, record.name) == 0;
    status = check_name(&term, &options, window);
    record.name = options.word[1];
    if (options.full_name)
        record.full_name = options.full_name;
    else if (plain)
        record.full_name = record.name;
    if (status == STATUS_OK)
        status = window_put(term.store, &record, NULL, invocation->error);
    if (status != STATUS_OK)
        return status;
    term_say(&term, _("The window %s is now %s (full name: %s).\n"), options.word[0], record.name,
             record.full_name);
    return finish(&term, "window rename", &options);
}

static enum status move_members(struct term *term, int64_t from, int64_t to, int *moved)
{
    enum status status = STATUS_OK;
    for (int m = 0; m < term->members->members && status == STATUS_OK; m++) {
        struct member_record record = term->members->member[m];
        if (record.left || record.window != from)
            continue;
        record.window = to;
        status = member_put(term->store, &record, 0, term->invocation->error);
        ++*moved;
    }
    return status;
}

static enum status run_merge(struct invocation *invocation)
{
    struct window_options options = {0};
    struct term term;
    int moved = 0;
    enum status status =
        begin(invocation, &options, 2,
              _("Name the windows to be put together; the last one is what they become."), &term);
    int into = status == STATUS_OK ? term_window(&term, options.word[options.words - 1]) : -1;
    for (int w = 0; into >= 0 && status == STATUS_OK && w < options.words - 1; w++) {
        int from = term_window(&term, options.word[w]);
        if (from < 0)
            continue; /* the other names are looked at as well */
        if (from == into) {
            error_add(invocation->error, STATUS_INPUT, NULL,
                      _("“%s” cannot be put together with itself. Nothing was changed."), options.word[w]);
            continue;
        }
        struct window_record record = term.members->window[from];
        record.closed = term.now.date;
        record.became = term.members->window[into].number;
        status = window_put(term.store, &record, NULL, invocation->error);
        if (status == STATUS_OK)
            status = move_members(&term, record.number, record.became, &moved);
    }
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    term_say(&term, _("Put together into %s; members moved: %d.\n"), options.word[options.words - 1], moved);
    return finish(&term, "window merge", &options);
}

static enum status run_split(struct invocation *invocation)
{
    struct window_options options = {0};
    struct term term;
    int64_t number = 0;
    enum status status =
        begin(invocation, &options, 3, _("Name the window, the new one, and the members who move."), &term);
    int from = status == STATUS_OK ? term_window(&term, options.word[0]) : -1;
    if (from < 0 || check_name(&term, &options, -1) != STATUS_OK)
        return invocation->error->status;
    const struct window_record made = {.name = options.word[1],
                                       .full_name = options.full_name ? options.full_name : options.word[1],
                                       .kind = term.members->window[from].kind,
                                       .order = ORDER_NONE,
                                       .convenor = "",
                                       .liaison = "",
                                       .phone = ""};
    status = window_put(term.store, &made, &number, invocation->error);
    for (int w = 2; status == STATUS_OK && w < options.words; w++) {
        int member = member_present(&term, options.word[w]);
        if (member < 0)
            continue;
        struct member_record record = term.members->member[member];
        if (record.window != term.members->window[from].number) {
            error_add(invocation->error, STATUS_INPUT, NULL, _("%s is not in the window %s."),
                      term_name(&term, member), options.word[0]);
            continue;
        }
        record.window = number;
        status = member_put(term.store, &record, 0, invocation->error);
    }
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    term_say(&term, _("The window %s is made out of %s; members moved: %d.\n"), options.word[1],
             options.word[0], options.words - 2);
    return finish(&term, "window split", &options);
}

const struct command command_window_list = {
    .name = "window list", .summary = N_("list the windows"), .help = help_list, .run = run_list};
const struct command command_window_rename = {.name = "window rename",
                                              .summary = N_("give a window another name"),
                                              .help = help_rename,
                                              .run = run_rename};
const struct command command_window_merge = {
    .name = "window merge", .summary = N_("put windows together"), .help = help_merge, .run = run_merge};
const struct command command_window_split = {.name = "window split",
                                             .summary = N_("make a window out of another"),
                                             .help = help_split,
                                             .run = run_split};
