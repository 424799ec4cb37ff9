/* tongxin member add, set, move, leave, exempt, replace: one member at a time, each with a reason. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/day.h"
#include "cli/member_change.h"
#include "cli/options.h"
#include "cli/succession.h"

static const char *const help_add[] = {
    N_("Usage: tongxin member add NAME COLUMN=VALUE... --reason TEXT"),
    N_("Adds a member. The columns are those of the roster: 党派=民建 窗口=提案委 界别=经济 单位=某厂."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --id ID              the id; else the next one"),
    N_("  --reason TEXT        why: 届中增补"),
    N_("  --date YYYY-MM-DD    the day from which it holds (today)"),
    "",
    N_("Example:"),
    "  tongxin member add 新委员 党派=民建 窗口=提案委 --reason 届中增补",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_set[] = {
    N_("Usage: tongxin member set MEMBER COLUMN=VALUE... --reason TEXT"),
    N_("Changes what the roster says of a member. COLUMN= without a value empties the cell. 任职日期, "
       "离任日期 and 离任原因 can be corrected of those who left, too."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin member set JH0025 单位=某校 --reason 调动",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_move[] = {
    N_("Usage: tongxin member move MEMBER WINDOW --reason TEXT"),
    N_("Moves a member to another window."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin member move JH0025 经济委 --reason 工作需要",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_leave[] = {
    N_("Usage: tongxin member leave MEMBER --reason TEXT"),
    N_("Marks a member as having left. The row stays, with date and reason."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why: 调离, 辞去, 去世, 撤销资格"),
    N_("  --date YYYY-MM-DD    the day (today)"),
    "",
    N_("Example:"),
    "  tongxin member leave JH0025 --reason 调离",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_return[] = {
    N_("Usage: tongxin member return MEMBER [COLUMN=VALUE...] --reason TEXT"),
    N_("Somebody who left is a member again, with the same id; or a day of leaving that lies ahead, or was a "
       "mistake, is taken back. What came after stays as it is."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    N_("  --date YYYY-MM-DD    the day of joining again; without it the day of joining stays as it was"),
    "",
    N_("Example:"),
    "  tongxin member return JH0025 --reason 误记离任",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_exempt[] = {
    N_("Usage: tongxin member exempt MEMBER --reason TEXT | --lift --reason TEXT"),
    N_("Takes a member out of the contact work (免联系) in special circumstances, or "
       "back into it."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why: 长期在境外, 因病"),
    N_("  --lift               the circumstances are over"),
    "",
    N_("Example:"),
    "  tongxin member exempt JH0025 --reason 因病",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_replace[] = {
    N_("Usage: tongxin member replace OLD NEW [COLUMN=VALUE...] --reason TEXT"),
    N_("OLD leaves and NEW takes over: the pairs of OLD count as pairs of NEW, so that the next plan keeps "
       "them where it "
       "can. NEW is a member, or the name of somebody who is added, in the window of OLD where nothing else "
       "is said."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why: 调离"),
    N_("  --date YYYY-MM-DD    the day (today)"),
    "",
    N_("Example:"),
    "  tongxin member replace JH0025 新委员 党派=民建 --reason 届中调整",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

enum { CELLS_MOST = 64 };

struct member_options {
    const char *db, *reason, *date, *id;
    const char *word[CELLS_MOST];
    int words;
    bool lift;
};

/* Reads the options; at least `least` words are needed, which `missing` names. */
static enum status read_options(struct invocation *invocation, struct member_options *options, int least,
                                const char *missing)
{
    const struct option_row rows[] = {
        {"db", 0, &options->db, NULL},     {"reason", 0, &options->reason, NULL},
        {"date", 0, &options->date, NULL}, {"id", 0, &options->id, NULL},
        {"lift", 0, NULL, &options->lift}, {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, options->word, CELLS_MOST, &options->words);
    if (options->words < least)
        error_add(invocation->error, STATUS_INPUT, NULL, "%s", missing);
    day_read(invocation, "date", options->date);
    options_need(invocation, options->reason && *options->reason ? options->reason : NULL, "reason",
                 _("every change of the roster is kept with its reason"));
    return invocation->error->status;
}

/* The words from `from` on are COLUMN=VALUE. */
static enum status take_cells(struct term *term, const struct member_options *options, int from,
                              struct said_cell *cell, int *cells)
{
    struct error *error = term->invocation->error;
    for (int i = from; i < options->words; i++) {
        const char *equals = strchr(options->word[i], '=');
        if (!equals || equals == options->word[i]) {
            error_add(error, STATUS_INPUT, NULL, _("“%s” should be COLUMN=VALUE, such as 单位=某校."),
                      options->word[i]);
            continue;
        }
        cell[(*cells)++] = (struct said_cell){
            talloc_strndup(term->invocation->owner, options->word[i], (size_t)(equals - options->word[i])),
            equals + 1};
    }
    return error->status;
}

static const char *day(const struct term *term, const struct member_options *options)
{
    return options->date ? options->date : term->now.date;
}

static enum status finish(struct term *term, const char *action, const char *subject, const char *reason)
{
    enum status status = term_commit(term, action, subject, reason, NULL);
    if (status != STATUS_OK)
        return status;
    printf(_("To take it back: tongxin undo%s\n"), term_options(term));
    return STATUS_OK;
}

/* ---- add ---- */

static enum status run_add(struct invocation *invocation)
{
    struct member_options options = {0};
    struct said_cell cell[CELLS_MOST + 1];
    struct term term;
    int cells = 0;
    const char *id;
    enum status status = read_options(invocation, &options, 1, _("The name of the new member is missing."));
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    if (status != STATUS_OK)
        return status;
    cell[cells++] = (struct said_cell){attribute_heading(ATTRIBUTE_NAME), options.word[0]};
    status = take_cells(&term, &options, 1, cell, &cells);
    for (int c = 0; c < cells; c++)
        if (options.date && strcmp(cell[c].heading, "任职日期") == 0)
            status = error_add(invocation->error, STATUS_INPUT, NULL,
                               _("--date and 任职日期 say the same. Please give one of them."));
    if (status == STATUS_OK)
        status = member_add(&term, options.id, cell, cells, day(&term, &options), &id);
    if (status != STATUS_OK)
        return status;
    term_say(&term, _("Added: %s %s.\n"), options.word[0], id);
    if (options.date && clock_is_before(term.now.date, options.date))
        term_say(&term, _("The day of joining, %s, lies ahead; plans count on the new member from now on.\n"),
                 options.date);
    return finish(&term, "member add", id, options.reason);
}

/* ---- set, move, exempt: cells of a member ---- */

static enum status change_cells(struct term *term, int member, const char *action, const char *reason,
                                const struct said_cell *cell, int cells)
{
    int changed;
    enum status status = member_change(term, member, cell, cells, &changed);
    if (status != STATUS_OK)
        return status;
    if (changed == 0) {
        printf(_("That is so already. Nothing was changed.\n"));
        return STATUS_OK;
    }
    return finish(term, action, term->members->member[member].value[ATTRIBUTE_ID], reason);
}

/* Of those who left nothing is changed but when they came and went, and why. */
static int member_to_set(struct term *term, const char *word, const struct said_cell *cell, int cells)
{
    bool of_tenure = true, ends = false;
    for (int c = 0; c < cells; c++) {
        of_tenure = of_tenure && member_is_tenure(cell[c].heading);
        ends = ends || strcmp(cell[c].heading, "离任日期") == 0;
    }
    int member = of_tenure ? term_member(term, word) : member_present(term, word);
    if (member < 0 || !ends)
        return member;
    const struct member_record *record = &term->members->member[member];
    bool empties = false;
    for (int c = 0; c < cells; c++)
        empties = empties || (strcmp(cell[c].heading, "离任日期") == 0 && !*cell[c].text);
    if (record->leaving && !empties)
        return member;
    if (empties)
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("Whoever has not left after all: tongxin member return %s --reason TEXT%s. Nothing was "
                    "changed."),
                  record->value[ATTRIBUTE_ID], term_options(term));
    else
        error_add(
            term->invocation->error, STATUS_INPUT, NULL,
            _("Whoever leaves: tongxin member leave %s --reason TEXT --date DAY%s. Nothing was changed."),
            record->value[ATTRIBUTE_ID], term_options(term));
    return -1;
}

static enum status run_set(struct invocation *invocation)
{
    struct member_options options = {0};
    struct said_cell cell[CELLS_MOST];
    struct term term;
    int cells = 0;
    enum status status =
        read_options(invocation, &options, 2, _("Name the member, and what is to be changed."));
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    if (status == STATUS_OK)
        status = take_cells(&term, &options, 1, cell, &cells);
    int member = status == STATUS_OK ? member_to_set(&term, options.word[0], cell, cells) : -1;
    return member < 0 ? invocation->error->status
                      : change_cells(&term, member, "member set", options.reason, cell, cells);
}

static enum status run_move(struct invocation *invocation)
{
    struct member_options options = {0};
    struct term term;
    enum status status = read_options(invocation, &options, 2, _("Name the member, and the window."));
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    int member = status == STATUS_OK ? member_present(&term, options.word[0]) : -1;
    if (member < 0)
        return invocation->error->status;
    const struct said_cell cell = {attribute_heading(ATTRIBUTE_WINDOW), options.word[1]};
    return change_cells(&term, member, "member move", options.reason, &cell, 1);
}

static enum status run_exempt(struct invocation *invocation)
{
    struct member_options options = {0};
    struct term term;
    enum status status = read_options(invocation, &options, 1, _("Name the member."));
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    int member = status == STATUS_OK ? member_present(&term, options.word[0]) : -1;
    if (member < 0)
        return invocation->error->status;
    const struct said_cell cell = {attribute_heading(ATTRIBUTE_EXEMPT), options.lift ? "" : options.reason};
    return change_cells(&term, member, "member exempt", options.reason, &cell, 1);
}

/* ---- leave, replace ---- */

static enum status run_leave(struct invocation *invocation)
{
    struct member_options options = {0};
    struct term term;
    enum status status = read_options(invocation, &options, 1, _("Name the member."));
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    int member = status == STATUS_OK ? member_present(&term, options.word[0]) : -1;
    if (member < 0)
        return invocation->error->status;
    status = member_leave(&term, member, day(&term, &options), options.reason, NULL);
    if (status != STATUS_OK)
        return status;
    member_say_leaving(&term, member, day(&term, &options), options.reason);
    return finish(&term, "member leave", term.members->member[member].value[ATTRIBUTE_ID], options.reason);
}

static enum status run_return(struct invocation *invocation)
{
    struct member_options options = {0};
    struct said_cell cell[CELLS_MOST];
    struct term term;
    int cells = 0;
    enum status status = read_options(invocation, &options, 1, _("Name the member."));
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    if (status == STATUS_OK)
        status = take_cells(&term, &options, 1, cell, &cells);
    int member = status == STATUS_OK ? term_member(&term, options.word[0]) : -1;
    if (member < 0)
        return invocation->error->status;
    const struct member_record *record = &term.members->member[member];
    if (!record->leaving) {
        printf(_("That is so already. Nothing was changed.\n"));
        return STATUS_OK;
    }
    status = member_return(&term, member, options.date, cell, cells);
    if (status != STATUS_OK)
        return status;
    const char *successor = record->became;
    term_say(&term, _("%s is a member.\n"), term_name(&term, member));
    if (successor && members_find(term.members, successor) >= 0)
        term_say(&term, _("%s no longer takes over for this member.\n"),
                 term_name(&term, members_find(term.members, successor)));
    return finish(&term, "member return", record->value[ATTRIBUTE_ID], options.reason);
}

/* Whether the word names somebody who is a member now. */
static bool is_present(const struct term *term, const char *word)
{
    for (int m = 0; m < term->members->members; m++) {
        const struct member_record *record = &term->members->member[m];
        if (!record->left && (strcmp(record->value[ATTRIBUTE_ID], word) == 0 ||
                              strcmp(record->value[ATTRIBUTE_NAME], word) == 0))
            return true;
    }
    return false;
}

/* The id of the successor, who is added where nobody of that name is there. */
static enum status find_successor(struct term *term, const struct member_options *options, int old,
                                  const char **id)
{
    struct said_cell cell[CELLS_MOST + 2];
    int cells = 0;
    const char *window = term->members->member[old].value[ATTRIBUTE_WINDOW];
    if (is_present(term, options->word[1]) && options->words == 2) {
        int member = member_present(term, options->word[1]);
        *id = member < 0 ? NULL : term->members->member[member].value[ATTRIBUTE_ID];
        return member < 0 ? term->invocation->error->status : STATUS_OK;
    }
    cell[cells++] = (struct said_cell){attribute_heading(ATTRIBUTE_NAME), options->word[1]};
    enum status status = take_cells(term, options, 2, cell, &cells);
    bool says_window = false;
    for (int c = 1; c < cells; c++)
        says_window =
            says_window || roster_row_attribute(cell[c].heading, term->invocation->error) == ATTRIBUTE_WINDOW;
    if (!says_window && *window)
        cell[cells++] = (struct said_cell){attribute_heading(ATTRIBUTE_WINDOW), window};
    return status == STATUS_OK ? member_add(term, options->id, cell, cells, day(term, options), id) : status;
}

static enum status run_replace(struct invocation *invocation)
{
    struct member_options options = {0};
    struct term term;
    struct named_plan *named;
    const char *id = "";
    enum status status = read_options(invocation, &options, 2, _("Name who leaves, and who takes over."));
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    int old = status == STATUS_OK ? member_present(&term, options.word[0]) : -1;
    if (old < 0)
        return invocation->error->status;
    const char *name = term_name(&term, old), *old_id = term.members->member[old].value[ATTRIBUTE_ID];
    old_id = talloc_strdup(invocation->owner, old_id);
    status = succession_pairs(&term, &named);
    if (status == STATUS_OK)
        status = find_successor(&term, &options, old, &id);
    if (status == STATUS_OK && id && strcmp(id, old_id) == 0)
        status = error_add(invocation->error, STATUS_INPUT, NULL,
                           _("Nobody takes over from themselves. Nothing was changed."));
    if (status == STATUS_OK)
        status = member_leave(&term, old, day(&term, &options), options.reason, id);
    id = talloc_strdup(invocation->owner, id);
    if (status == STATUS_OK)
        status = term_read_members(&term);
    if (status != STATUS_OK)
        return status;
    if (clock_is_before(term.now.date, day(&term, &options))) {
        member_say_leaving(&term, members_find(term.members, old_id), day(&term, &options), options.reason);
        term_say(&term, _("From that day on:\n"));
    } else {
        term_say(&term, _("%s left on %s: %s.\n"), name, day(&term, &options), options.reason);
    }
    status = succession_say(&term, named, old_id, id);
    if (status != STATUS_OK)
        return status;
    term_say(&term, _("The plan in force is as it was. To plan anew: tongxin plan%s\n"), term_options(&term));
    const char *subject = talloc_asprintf(invocation->owner, "%s %s", old_id, id);
    return finish(&term, "member replace", subject, options.reason);
}

const struct command command_member_add = {
    .name = "member add", .summary = N_("add a member"), .help = help_add, .run = run_add};
const struct command command_member_set = {.name = "member set",
                                           .summary = N_("change what the roster says of a member"),
                                           .help = help_set,
                                           .run = run_set};
const struct command command_member_move = {.name = "member move",
                                            .summary = N_("move a member to another window"),
                                            .help = help_move,
                                            .run = run_move};
const struct command command_member_leave = {.name = "member leave",
                                             .summary = N_("mark a member as having left"),
                                             .help = help_leave,
                                             .run = run_leave};
const struct command command_member_return = {.name = "member return",
                                              .summary = N_("record that who left is a member again"),
                                              .help = help_return,
                                              .run = run_return};
const struct command command_member_exempt = {
    .name = "member exempt",
    .summary = N_("take a member out of the contact work, or back into it"),
    .help = help_exempt,
    .run = run_exempt};
const struct command command_member_replace = {.name = "member replace",
                                               .summary = N_("let a successor take a member's pairs over"),
                                               .help = help_replace,
                                               .run = run_replace};
