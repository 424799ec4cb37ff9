/* tongxin import: a new roster comes in. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/day.h"
#include "cli/guards.h"
#include "cli/inputs.h"
#include "cli/lacks.h"
#include "cli/lists.h"
#include "cli/term.h"
#include "cli/term_case.h"
#include "cli/terminal.h"
#include "script/bundle.h"
#include "store/ids.h"
#include "store/import.h"
#include "store/log.h"
#include "store/roster_text.h"

static const char *const help[] = {
    N_("Usage: tongxin import ROSTER... [--dry-run]"),
    N_("Takes a new roster into the term: shows who is added, changed, gone, with each field. Nobody is "
       "deleted: who "
       "is not in the new roster is marked as having left. All or nothing. Several lists are joined: who has "
       "no id is "
       "matched by name and unit, or gets one."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --windows FILE       a table of the windows: full names, kinds, order on paper"),
    N_("  --answers FILE       answers to doubts (CSV: 问题,编号); those given on the terminal are kept "
       "there"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
    N_("  --tidied             list what was tidied in the roster (blanks, spellings of parties) and left "
       "out"),
    N_("  --dry-run            only show what would change"),
    N_("  --date YYYY-MM-DD    the day from which it holds (today)"),
    N_("  --reason TEXT        why: 届中调整"),
    N_("  --yes                do it although many would leave, or it looks as if ids or a column had "
       "slipped"),
    "",
    N_("Example:"),
    "  tongxin import data/jinhua/roster.csv --dry-run",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

enum { LISTS_MOST = 64 };

struct import_options {
    const char *db, *file, *date, *reason;
    const char *word[LISTS_MOST];
    struct lists_request lists;
    bool dry_run, yes;
    int64_t log_last; /* the term's last entry when its members were read */
};

static const char *kind_word(enum import_kind kind)
{
    static const char *const words[] = {N_("new"), N_("changed"), N_("left"), N_("back")};
    return _(words[kind]);
}

static bool is_nothing(const struct import_plan *plan)
{
    return plan->changes + plan->windows + plan->closed + plan->headings == 0;
}

/* What the table says of the change: its fields, or where somebody new belongs. */
static const char *describe(const void *owner, const struct import_change *change,
                            const struct term_members *members)
{
    char *text = talloc_strdup(owner, "");
    if (change->kind == IMPORT_ADDED) {
        const char *const *value = change->row->value;
        return change->former
                   ? _("left already")
                   : talloc_asprintf(owner, "%s  %s  %s", value[ATTRIBUTE_PARTY], value[ATTRIBUTE_SECTOR],
                                     *value[ATTRIBUTE_WINDOW] ? value[ATTRIBUTE_WINDOW]
                                                              : value[ATTRIBUTE_EXEMPT]);
    }
    if (!change->row)
        return members->member[change->member].value[ATTRIBUTE_WINDOW];
    for (int f = 0; text && f < change->fields; f++) {
        const struct import_field *field = &change->field[f];
        text = talloc_asprintf_append(text, _("%s%s: %s, was %s"), f > 0 ? _("; ") : "", field->heading,
                                      *field->now ? field->now : _("(empty)"),
                                      *field->before ? field->before : _("(empty)"));
    }
    return text;
}

static void show_changes(struct term *term, const struct import_plan *plan)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char **cell = talloc_array(owner, const char *, 4 * ((unsigned)plan->changes + 1));
    int rows = 1;
    if (!cell || plan->changes == 0 || term->members->members == 0)
        return; /* the first roster of a term: all are new */
    cell[0] = _("Name");
    cell[1] = _("Id");
    cell[2] = "";
    cell[3] = _("What");
    for (int i = 0; i < plan->changes; i++, rows++) {
        const struct import_change *change = &plan->change[i];
        cell[4 * rows] = change->name;
        cell[4 * rows + 1] = change->id;
        cell[4 * rows + 2] = kind_word(change->kind);
        cell[4 * rows + 3] = describe(owner, change, term->members);
    }
    puts("");
    terminal_table(stdout, &(struct text_table){4, rows, align, cell});
    puts("");
}

/* The names as one paragraph behind the words. */
static void show_names(const struct term *term, const char *words, char *names)
{
    char *text = *names ? talloc_asprintf(term->invocation->owner, "%s%s", words, names) : NULL;
    if (text)
        terminal_paragraph(stdout, text, 0, 0, terminal_width(stdout));
}

static char *append_name(char *names, const char *name)
{
    return talloc_asprintf_append(names, "%s%s", *names ? _(", ") : "", name);
}

static void show_windows(const struct term *term, const struct import_plan *plan, const struct roster *roster)
{
    const void *owner = term->invocation->owner;
    char *windows = talloc_strdup(owner, ""), *columns = talloc_strdup(owner, "");
    for (int i = 0; windows && i < plan->windows; i++)
        if (members_find_window(term->members, roster->window[plan->window[i]].name) < 0)
            windows = append_name(windows, roster->window[plan->window[i]].name);
    for (int h = 0; columns && h < plan->headings; h++)
        columns = append_name(columns, plan->heading[h]);
    if (!windows || !columns)
        return;
    show_names(term, _("New windows: "), windows);
    show_names(term, _("New columns: "), columns);
    for (int i = 0; i < plan->closed; i++)
        printf(_("Window closed on %s: %s\n"), roster->closed_window[plan->closing[i]].closed,
               roster->closed_window[plan->closing[i]].name);
}

static void tell(struct term *term, const struct import_options *options, const struct import_plan *plan,
                 const struct roster *roster)
{
    const void *owner = term->invocation->owner;
    const char *format = options->dry_run
                             ? _("%s would change this (new: %d, changed: %d, left: %d, back: %d):")
                             : _("%s is taken in (new: %d, changed: %d, left: %d, back: %d):");
    char *text = is_nothing(plan)
                     ? talloc_asprintf(owner, _("%s says what the term knows already. Nothing was changed."),
                                       text_printable(owner, options->file))
                     : talloc_asprintf(owner, format, text_printable(owner, options->file), plan->added,
                                       plan->changed, plan->left, plan->returned);
    terminal_paragraph(stdout, text, 0, 0, terminal_width(stdout));
    show_changes(term, plan);
    show_windows(term, plan, roster);
    if (is_nothing(plan))
        return;
    if (options->dry_run)
        puts(_("Nothing was changed: this was a try (--dry-run)."));
    else if (term->members->members == 0)
        printf(_("Next, the first plan: tongxin plan%s\n"), term_options(term));
    else
        printf(_("To take it back: tongxin undo%s\n"), term_options(term));
}

/* Nobody leaves before joining; the day of joining may be the term's, that of leaving the roster's. */
static enum status check_days(struct term *term, const struct import_options *options,
                              const struct import_plan *plan)
{
    struct error *error = term->invocation->error;
    for (int i = 0; i < plan->changes; i++) {
        const struct import_change *change = &plan->change[i];
        if (!change->leaving || !*change->joined || !clock_is_before(change->leaving, change->joined))
            continue;
        const struct place place = {.file = options->file, .row = change->row ? change->row->row : 0};
        error_add(error, STATUS_INPUT, &place,
                  _("%s %s joined on %s by what the term knows, and would have left before, on %s. Correct "
                    "任职日期 or 离任日期 in the roster, or name the day with --date. Nothing was changed."),
                  change->name, change->id, change->joined, change->leaving);
    }
    return error->status;
}

/* What is more likely a slip of the file than meant is asked about. */
static enum status be_careful(struct term *term, struct import_options *options,
                              const struct import_plan *plan, const struct roster *roster)
{
    struct import_guards *guards;
    struct invocation *invocation = term->invocation;
    if (options->yes)
        return STATUS_OK;
    enum status status =
        import_guards(invocation->owner, term->members, roster, plan, true, &guards, invocation->error);
    return status == STATUS_OK
               ? guards_pass(invocation, guards, options->file, !options->dry_run, &options->lists.given)
               : status;
}

static enum status apply(struct term *term, const struct import_options *options,
                         const struct import_plan *plan, const struct roster *roster)
{
    struct error *error = term->invocation->error;
    const void *owner = term->invocation->owner;
    for (int m = 0; m < roster->members; m++)
        ids_seen(&term->record, roster->member[m].id);
    for (int m = 0; m < roster->former_members; m++)
        ids_seen(&term->record, roster->former_member[m].id);
    const struct import_day day = {.reason = options->reason ? options->reason : "", .joined = options->date};
    enum status status = import_apply(term->store, term->members, roster, plan, &day, error);
    if (status == STATUS_OK)
        status = term_put(term->store, &term->record, error);
    if (status == STATUS_OK)
        status = columns_put(term->store, &options->lists.names, error);
    char *detail = talloc_asprintf(owner, "{\"added\":%d,\"changed\":%d,\"left\":%d,\"returned\":%d}",
                                   plan->added, plan->changed, plan->left, plan->returned);
    if (status == STATUS_OK)
        status = term_commit(term, "import", options->file, options->reason, detail);
    return status;
}

/* Begins the change. Who is who was found out, perhaps by asking, before the file was held: nobody may have
 * changed it meanwhile. */
static enum status begin(struct term *term, const struct import_options *options)
{
    int64_t last = 0;
    struct error *error = term->invocation->error;
    enum status status = term_begin(term);
    if (status == STATUS_OK)
        status = log_last(term->store, &last, error);
    if (status != STATUS_OK || last == options->log_last)
        return status;
    const struct place place = {.file = term->file};
    return error_add(error, STATUS_INPUT, &place,
                     _("The term was changed by somebody else while the lists were read. Nothing was taken "
                       "in. Please import once more."));
}

static enum status take_in(struct term *term, struct import_options *options, const struct lists *lists)
{
    struct import_plan *plan = NULL;
    struct invocation *invocation = term->invocation;
    const struct roster *roster = lists->roster;
    if (lists->last > term->record.id_last)
        term->record.id_last = lists->last;
    enum status status = options->dry_run ? STATUS_OK : begin(term, options);
    if (status == STATUS_OK)
        status = import_compare(invocation->owner, term->members, roster,
                                options->date ? options->date : term->now.date, &plan, invocation->error);
    if (status == STATUS_OK)
        status = check_days(term, options, plan);
    if (status == STATUS_OK && options->dry_run)
        tell(term, options, plan, roster);
    if (status == STATUS_OK)
        status = be_careful(term, options, plan, roster);
    bool does = status == STATUS_OK && !options->dry_run && !is_nothing(plan);
    if (does)
        status = apply(term, options, plan, roster);
    if (!options->dry_run && (status != STATUS_OK || !does))
        term_give_up(term);
    if (status == STATUS_OK && !options->dry_run)
        tell(term, options, plan, roster);
    return status;
}

/* What the term's scheme goes by, with its usual settings. */
static struct goes_by what_it_goes_by(struct term *term)
{
    const void *owner = term->invocation->owner;
    struct error *unheard = error_new(owner);
    struct script_text text;
    struct script_bases *bases;
    char *bytes;
    size_t size;
    if (!unheard ||
        store_content(owner, term->store, term->record.scheme, &bytes, &size, unheard) != STATUS_OK ||
        script_unbundle(owner, term->file, bytes, size, &text, &bases, unheard) != STATUS_OK)
        return (struct goes_by){NULL, NULL};
    return goes_by_scheme(term->invocation, &(struct script_request){.text = &text, .bases = bases});
}

/* The lists as one roster; people of the term keep their ids. */
static enum status read_lists(struct term *term, struct import_options *options, struct lists *lists)
{
    struct roster *known = NULL;
    struct invocation *invocation = term->invocation;
    enum status status = log_last(term->store, &options->log_last, invocation->error);
    if (status == STATUS_OK)
        status = term_read_members(term);
    if (status == STATUS_OK)
        status =
            members_roster_of_all(invocation->owner, term->members, term->file, &known, invocation->error);
    if (status == STATUS_OK && !options->lists.columns_taken)
        status = columns_read(invocation->owner, term->store, &options->lists.names, invocation->error);
    options->lists.known = known;
    options->lists.by = what_it_goes_by(term);
    options->lists.today = term->now.date;
    options->lists.prefix = term->record.id_prefix;
    options->lists.last = term->record.id_last;
    return status == STATUS_OK ? lists_read(invocation, &options->lists, lists) : status;
}

/* The roster as a text would give it again: what a scheme does to its columns leaves the one that comes in
 * alone. */
static enum status copy_roster(struct term *term, const struct roster *roster, struct roster **copied)
{
    const void *owner = term->invocation->owner;
    char *members, *windows;
    size_t members_size, windows_size;
    struct error *error = term->invocation->error;
    enum status status =
        roster_to_text(owner, roster, &members, &members_size, &windows, &windows_size, error);
    if (status == STATUS_OK)
        status = roster_from_text(owner, roster->file, members, members_size, windows, windows_size, copied,
                                  error);
    for (int a = 0; status == STATUS_OK && a < ATTRIBUTES_BUILT_IN; a++) {
        bool known = false;
        for (int m = 0; m < term->members->members; m++)
            known = known || (!term->members->member[m].leaving && *term->members->member[m].value[a]);
        ((struct column *)(uintptr_t)(*copied)->column)[a].missing = roster->column[a].missing && !known;
    }
    return status;
}

/* What the term's scheme reads and neither the lists nor the term have. A scheme that cannot be run on them
 * at all is no reason not to take them in: planning tells. */
static enum status find_lacks(struct term *term, const struct roster *roster, struct lacks **lacks)
{
    const void *owner = term->invocation->owner;
    struct roster *copied;
    struct scheme *scheme = NULL;
    struct error *unseen = error_new(owner);
    *lacks = NULL;
    enum status status = copy_roster(term, roster, &copied);
    if (status != STATUS_OK || !unseen)
        return status;
    if (case_try_scheme(term, copied, NULL, &scheme, unseen) != STATUS_OK)
        return STATUS_OK;
    *lacks = lacks_find(owner, copied, scheme);
    for (int i = 0; *lacks && i < (*lacks)->count;) {
        const struct lack *lack = &(*lacks)->lack[i];
        bool untold = lack->kind == LACK_CELLS && lack->of == TARGET_MEMBER &&
                      lack->column < ATTRIBUTES_BUILT_IN &&
                      roster->column[lack->column].missing; /* the term keeps what it has */
        if (!untold)
            i++;
        else
            memmove((*lacks)->lack + i, (*lacks)->lack + i + 1,
                    (size_t)(--(*lacks)->count - i) * sizeof *(*lacks)->lack);
    }
    return STATUS_OK;
}

/* Reads the lists, again where it was said meanwhile which heading is which. */
static enum status read_all(struct term *term, struct import_options *options, struct lists *lists)
{
    struct invocation *invocation = term->invocation;
    struct lacks *lacks;
    enum status status;
    bool again;
    do {
        lacks = NULL;
        status = read_lists(term, options, lists);
        if (status == STATUS_OK)
            status = find_lacks(term, lists->roster, &lacks);
        again = status == STATUS_OK && lacks && lists_ask(invocation, &options->lists, lacks);
    } while (again);
    if (status == STATUS_OK && lacks)
        status = lacks_refuse(invocation, lacks, &options->lists.names, lists->roster->file);
    if (status == STATUS_OK)
        lacks_print(stdout, lacks, &options->lists.names);
    return status;
}

static enum status run(struct invocation *invocation)
{
    struct import_options options = {0};
    struct term term;
    struct lists lists;
    const struct option_row rows[] = {{"db", 0, &options.db, NULL},
                                      {"sheet", 0, &options.lists.sheet, NULL},
                                      {"columns", 0, NULL, NULL, &options.lists.columns},
                                      {"windows", 0, &options.lists.windows, NULL},
                                      {"answers", 0, &options.lists.answers, NULL},
                                      {"date", 0, &options.date, NULL},
                                      {"reason", 0, &options.reason, NULL},
                                      {"dry-run", 0, NULL, &options.dry_run},
                                      {"yes", 0, NULL, &options.yes},
                                      {"tidied", 0, NULL, &options.lists.tidied},
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, options.word, LISTS_MOST, &options.lists.files.count);
    options.lists.files.value = options.word;
    if (options.lists.files.count == 0)
        error_add(invocation->error, STATUS_INPUT, NULL, _("The roster to be taken in is missing."));
    day_read(invocation, "date", options.date);
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    options.file = options.word[0];
    enum status status = term_open(invocation, options.db, options.dry_run ? STORE_READ : STORE_WRITE, &term);
    if (status == STATUS_OK)
        status = read_all(&term, &options, &lists);
    return status == STATUS_OK ? take_in(&term, &options, &lists) : status;
}

const struct command command_import = {
    .name = "import",
    .summary = N_("take a new roster into the term"),
    .help = help,
    .run = run,
};
