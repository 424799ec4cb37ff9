/* tongxin verify: whether the term file is as it was written. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "base/text.h"
#include "cli/options.h"
#include "cli/term_rerun.h"
#include "cli/terminal.h"
#include "store/verify.h"

static const char *const help_verify[] = {
    N_("Usage: tongxin verify"),
    N_("Looks whether the term file is as it was written: the database itself, the chain of the log, the log "
       "repeated on an "
       "empty file, and every version of the plan checked against its own roster and scheme, without the "
       "solver."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    "",
    N_("Example:"),
    "  tongxin verify",
    "",
    N_("Exit status: 0 all is well; 1 something is not; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

/* Checks a version of the plan by its own roster and scheme. */
static enum status check_version(void *data, struct store *store, int number, struct error *error)
{
    struct term *term = data;
    const struct place place = {.file = term->file};
    struct plan_version *version;
    int versions, violations = 0;
    (void)store;
    enum status status = plans_read(term->invocation->owner, term->store, &version, &versions, error);
    if (status != STATUS_OK || number < 1 || number > versions)
        return status;
    status = term_recheck(term, &version[number - 1], &violations);
    if (status == STATUS_OK && violations > 0)
        status =
            error_add(error, STATUS_NO, &place,
                      _("Version %d of the plan does not hold by its own roster and scheme (%d faults)."),
                      number, violations);
    return status;
}

/* A file that an earlier version made, or that was copied, may be open to everybody on the machine. */
static void tell_readers(const struct term *term)
{
    struct stat seen;
    if (stat(term->file, &seen) == 0 && (seen.st_mode & 077) != 0)
        printf(_("Other accounts of this machine may open the file (mode %03o). If that is not meant: chmod "
                 "600 %s\n"),
               (unsigned)(seen.st_mode & 0777), term_file_word(term));
}

/* The cells of members and windows that an earlier version took in with characters that are not seen. */
struct unseen {
    void *owner;
    const char **cell; /* [3 * rows] id or window, column, text */
    int rows;
};

static void look_at(struct unseen *unseen, const char *who, const char *heading, const char *text)
{
    struct characters_found found;
    if (!text || (characters_clean(unseen->owner, text, &found) == text && !found.refused))
        return;
    unsigned count = 3 * (unsigned)unseen->rows + 3;
    const char **grown = talloc_realloc(unseen->owner, unseen->cell, const char *, count);
    if (!grown)
        return;
    unseen->cell = grown;
    grown[count - 3] = characters_shown(unseen->owner, who);
    grown[count - 2] = characters_shown(unseen->owner, heading);
    grown[count - 1] = characters_shown(unseen->owner, text);
    unseen->rows++;
}

static void find_unseen(struct unseen *unseen, const struct term_members *members)
{
    for (int m = 0; m < members->members; m++) {
        const struct member_record *member = &members->member[m];
        const char *id = member->value[ATTRIBUTE_ID];
        for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
            if (a != ATTRIBUTE_WINDOW) /* told of the window itself */
                look_at(unseen, id, attribute_heading(a), member->value[a]);
        for (int f = 0; f < members->further; f++)
            look_at(unseen, id, members->heading[f], member->further[f]);
    }
    for (int w = 0; w < members->windows; w++) {
        look_at(unseen, members->window[w].name, attribute_heading(ATTRIBUTE_WINDOW),
                members->window[w].name);
        look_at(unseen, members->window[w].name, "全称", members->window[w].full_name);
    }
}

static void tell_unseen(struct term *term)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    struct unseen unseen = {.owner = talloc_new(term->invocation->owner)};
    unseen.cell = talloc_array(unseen.owner, const char *, 3);
    unseen.rows = 1;
    if (!unseen.cell || term_read_members(term) != STATUS_OK)
        return;
    unseen.cell[0] = _("Member or window");
    unseen.cell[1] = _("Column");
    unseen.cell[2] = _("Text");
    find_unseen(&unseen, term->members);
    if (unseen.rows > 1) {
        printf(
            _("Cells with characters that are not seen, which an earlier version took in: %d. member set and "
              "window rename mend them; ids stay.\n"),
            unseen.rows - 1);
        terminal_table(stdout, &(struct text_table){3, unseen.rows, align, unseen.cell});
    }
    talloc_free(unseen.owner);
}

static enum status run_verify(struct invocation *invocation)
{
    const char *db = NULL;
    struct term term = {0};
    struct verified verified;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    const struct plan_check plans = {check_version, &term};
    enum status status = options_read(invocation, rows, NULL, 0, &words);
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = store_verify(term.store, &plans, &verified, invocation->error);
    if (status == STATUS_OK)
        status = term_read_members(&term);
    if (status != STATUS_OK)
        return status;
    int present = 0;
    for (int m = 0; m < term.members->members; m++)
        present += !term.members->member[m].left;
    printf(_("The term file is as it was written: %s.\n"), text_printable(invocation->owner, term.file));
    printf(_("Entries of the log: %lld, a whole chain; repeated, they give every row. Members: %lld. "
             "Versions of the "
             "plan, each checked anew: %d.\n"),
           (long long)verified.entries, (long long)present, verified.plans);
    tell_readers(&term);
    tell_unseen(&term);
    return STATUS_OK;
}

const struct command command_verify = {
    .name = "verify",
    .summary = N_("look whether the term file is as it was written"),
    .help = help_verify,
    .run = run_verify,
};
