/* tongxin pairs import: what a file says of single pairs comes into the term. */
#include "cli/pairs.h"

#include <talloc.h>

#include "base/language.h"
#include "cli/prose.h"
#include "cli/term_case.h"
#include "planning/pair_rows.h"
#include "roster/pairs_read.h"

static const char *const help[] = {
    N_("Usage: tongxin pairs import FILE"),
    N_("Keeps in the term what a file says of single pairs (wishes, recusals, costs), in place of what it "
       "kept "
       "before; the next plan goes by it."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why: 届中调整"),
    "",
    N_("Example:"),
    "  tongxin pairs import 回避.csv",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

enum { NAMED_MOST = 5 }; /* rows that one sentence names */

enum status pairs_given(struct term *term, const char *file, struct plan_bytes *bytes)
{
    const void *owner = term->invocation->owner;
    struct error *error = term->invocation->error;
    struct roster *roster;
    struct pair_table *pairs;
    char *text;
    enum status status = members_roster(owner, term->members, term->file, &roster, error);
    if (status == STATUS_OK)
        status = pairs_read(owner, file, roster, &pairs, error);
    if (status == STATUS_OK)
        status = pairs_to_text(owner, pairs, roster, &text, &bytes->size, error);
    if (status == STATUS_OK)
        bytes->bytes = text;
    return status;
}

/* ---- rows that meet no pair ---- */

static char *name_row(char *list, int named, const struct roster *roster, const struct pair_row *row)
{
    const struct member *source = &roster->member[row->source];
    int target = roster_member(roster, row->target);
    return talloc_asprintf_append(
        list, _("%srow %d (%s %s, %s)"), named > 0 ? _("; ") : "", row->row, source->name, source->id,
        target < 0 ? row->target
                   : talloc_asprintf(list, "%s %s", roster->member[target].name, roster->member[target].id));
}

static void say(FILE *out, const char *format, const struct roster *roster, const struct scheme *scheme,
                const struct pair_table *pairs, enum row_meets wanted)
{
    char *list = talloc_strdup(NULL, "");
    int count = 0;
    for (int r = 0; r < pairs->rows && list; r++) {
        if (pair_row_meets(roster, scheme, pairs, r) != wanted)
            continue;
        if (count < NAMED_MOST)
            list = name_row(list, count, roster, &pairs->row[r]);
        count++;
    }
    if (list && count > NAMED_MOST)
        list = talloc_strdup_append(list, _(" and others"));
    if (list && count > 0)
        prose(out, format, count, list);
    talloc_free(list);
}

void pairs_notice(FILE *out, const struct roster *roster, const struct scheme *scheme,
                  const struct pair_table *pairs, int gone)
{
    if (!pairs || roster->members == 0)
        return;
    say(out, _("Rows of --pairs that speak of a pair which no relation allows, and so say nothing: %d: %s."),
        roster, scheme, pairs, MEETS_NOTHING);
    say(out,
        _("Rows of --pairs whose two ends are the wrong way round, so that they say nothing (first who "
          "contacts, "
          "then who is contacted): %d: %s."),
        roster, scheme, pairs, MEETS_SWAPPED);
    say(out,
        _("Rows of --pairs that name two things at once, a window and a group, and count for both: %d: %s."),
        roster, scheme, pairs, MEETS_SEVERAL);
    if (gone > 0)
        prose(out, _("Rows about pairs with an end that is no longer there, left out: %d."), gone);
}

/* ---- pairs import ---- */

/* The scheme must read these columns, or nothing would come of them. */
static enum status try_pairs(struct term *term, const struct plan_bytes *bytes, struct roster **roster,
                             struct pair_table **pairs, struct scheme **scheme)
{
    const void *owner = term->invocation->owner;
    struct error *error = term->invocation->error;
    enum status status = members_roster(owner, term->members, term->file, roster, error);
    if (status == STATUS_OK)
        status = pairs_parse(owner, term->file, bytes->bytes, bytes->size, *roster, pairs, NULL, error);
    return status == STATUS_OK ? case_try_scheme(term, *roster, *pairs, scheme, error) : status;
}

static enum status keep(struct term *term, const char *file, const char *reason,
                        const struct plan_bytes *bytes, int rows)
{
    char hash[HASH_TEXT];
    struct error *error = term->invocation->error;
    enum status status = store_keep(term->store, bytes->bytes, bytes->size, hash, error);
    term->record.pairs = talloc_strdup(term->invocation->owner, hash);
    if (status == STATUS_OK)
        status = term_put(term->store, &term->record, error);
    char *detail = talloc_asprintf(term->invocation->owner, "{\"rows\":%d}", rows);
    return status == STATUS_OK ? term_commit(term, "pairs import", file, reason, detail) : status;
}

static enum status run(struct invocation *invocation)
{
    const char *db = NULL, *reason = NULL, *file = NULL;
    struct term term;
    struct plan_bytes bytes = {NULL, 0};
    struct roster *roster = NULL;
    struct pair_table *pairs = NULL;
    struct scheme *scheme = NULL;
    int words;
    const struct option_row rows[] = {
        {"db", 0, &db, NULL}, {"reason", 0, &reason, NULL}, {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, &file, 1, &words);
    if (!file)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Name the file that says something of single pairs: tongxin pairs import FILE"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_enter(invocation, db, STORE_WRITE, &term);
    if (status != STATUS_OK)
        return status;
    status = pairs_given(&term, file, &bytes);
    if (status == STATUS_OK)
        status = try_pairs(&term, &bytes, &roster, &pairs, &scheme);
    if (status == STATUS_OK)
        status = keep(&term, file, reason, &bytes, pairs->rows);
    if (status != STATUS_OK) {
        term_give_up(&term);
        return status;
    }
    prose(stdout, _("What %s says of single pairs is kept in the term; rows: %d. The next plan goes by it."),
          file, pairs->rows);
    pairs_notice(stdout, roster, scheme, pairs, 0);
    printf(_("To plan anew: tongxin plan%s\n"), term_options(&term));
    printf(_("To take it back: tongxin undo%s\n"), term_options(&term));
    return STATUS_OK;
}

const struct command command_pairs_import = {
    .name = "pairs import",
    .summary = N_("keep in the term what a file says of single pairs"),
    .help = help,
    .run = run,
};
