/* tongxin init: begins a term. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/guards.h"
#include "cli/lacks.h"
#include "cli/lists.h"
#include "cli/pairs.h"
#include "cli/term.h"
#include "cli/terminal.h"
#include "model/scheme.h"
#include "roster/member_ids.h"
#include "roster/pairs_read.h"
#include "script/bundle.h"
#include "store/export.h"
#include "store/ids.h"
#include "store/import.h"
#include "store/plans.h"

static const char *const help[] = {
    N_("Usage: tongxin init [--scheme NAME|FILE] [--roster FILE...] [--windows FILE] [--after OLD.db]"),
    N_("       tongxin init FOLDER"),
    N_("Begins a term (届): makes the file that keeps its members, windows, plans and log."),
    "",
    N_("  --db FILE            the term file to be made (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --scheme NAME|FILE   the committee's measure (county-model, where nothing is said)"),
    N_("  --roster FILE        the roster of the members; several times for several lists, which are joined"),
    N_("  --answers FILE       answers to doubts (CSV: 问题,编号); those given on the terminal are kept "
       "there"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
    N_("  --windows FILE       a table of the windows: full names, kinds, order on paper"),
    N_("  --pairs FILE         what is said of single pairs: wishes, recusals, costs (CSV), where the scheme "
       "reads "
       "it"),
    N_("  --title TEXT         what the term is called: 金华市政协第八届"),
    N_("  --prefix TEXT        what new ids begin with (the letters of the ids there are)"),
    N_("  --after OLD.db       the term before: its scheme, windows, ids and plan are taken over"),
    N_("  --yes                with --after: do it although it looks as if ids or a column had slipped"),
    N_("  FOLDER               what tongxin export wrote: an equal term file is made of it"),
    "",
    N_("Example:"),
    "  tongxin init --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    --windows data/jinhua/windows.csv --title 金华市政协第八届",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was made; 3 the machine is at fault."),
    NULL,
};

static const char usual_scheme[] = "county-model";

struct init_options {
    const char *db, *title, *prefix, *after, *folder;
    bool yes;
    struct lists_request lists;
    struct inputs inputs;
    /* with --after */
    struct term old;
    struct plan_bytes scheme, previous; /* of the term before; NULL: none */
};

/* The scheme's text with all it extends, to be kept. */
static enum status bundle_scheme(struct invocation *invocation, const char *wanted,
                                 struct term_record *record, char **bytes, size_t *size)
{
    struct script_text text;
    enum status status = script_find_scheme(invocation->owner, wanted, &text, invocation->error);
    if (status == STATUS_OK)
        status = script_bundle(invocation->owner, &text, bytes, size, invocation->error);
    if (status == STATUS_OK)
        record->scheme_file = text.file;
    return status;
}

/* The windows of the term before, with all that is known of them. */
static enum status take_windows(struct term *term, const struct term_members *old)
{
    enum status status = STATUS_OK;
    for (int w = 0; old && w < old->windows && status == STATUS_OK; w++) {
        struct window_record record = old->window[w];
        record.number = 0;
        if (!record.closed)
            status = window_put(term->store, &record, NULL, term->invocation->error);
    }
    return status;
}

static enum status keep_pairs(struct term *term, const struct init_options *options)
{
    struct invocation *invocation = term->invocation;
    char *text, hash[HASH_TEXT];
    size_t size;
    if (!options->inputs.pairs)
        return STATUS_OK;
    enum status status = pairs_to_text(invocation->owner, options->inputs.pairs, options->inputs.roster,
                                       &text, &size, invocation->error);
    if (status == STATUS_OK)
        status = store_keep(term->store, text, size, hash, invocation->error);
    term->record.pairs = talloc_strdup(invocation->owner, hash);
    return status;
}

static enum status fill(struct term *term, const struct init_options *options,
                        const struct plan_bytes *scheme)
{
    struct invocation *invocation = term->invocation;
    struct term_members *members;
    struct import_plan *plan;
    char hash[HASH_TEXT], previous[HASH_TEXT];
    enum status status = store_keep(term->store, scheme->bytes, scheme->size, hash, invocation->error);
    term->record.scheme = talloc_strdup(invocation->owner, hash);
    if (status == STATUS_OK && options->previous.bytes) {
        status = store_keep(term->store, options->previous.bytes, options->previous.size, previous,
                            invocation->error);
        term->record.previous = talloc_strdup(invocation->owner, previous);
    }
    if (status == STATUS_OK)
        status = keep_pairs(term, options);
    if (status == STATUS_OK)
        status = term_put(term->store, &term->record, invocation->error);
    if (status == STATUS_OK)
        status = columns_put(term->store, &options->lists.names, invocation->error);
    if (status == STATUS_OK)
        status = take_windows(term, options->old.members);
    if (status == STATUS_OK)
        status = members_read(invocation->owner, term->store, term->now.date, &members, invocation->error);
    if (status != STATUS_OK || options->inputs.no_roster)
        return status;
    status = import_compare(invocation->owner, members, options->inputs.roster, term->now.date, &plan,
                            invocation->error);
    if (status == STATUS_OK)
        status = import_apply(term->store, members, options->inputs.roster, plan,
                              &(struct import_day){.reason = ""}, invocation->error);
    return status;
}

static void tell(const struct term *term, const struct init_options *options)
{
    const struct roster *roster = options->inputs.roster;
    char *text = talloc_asprintf(term->invocation->owner, _("The term is begun: %s. Scheme: %s. "),
                                 term->file, options->inputs.scheme->title);
    if (!options->inputs.no_roster && roster->windows == 0)
        text = talloc_asprintf_append(text, _("Members: %d."), roster->members);
    else if (!options->inputs.no_roster)
        text = talloc_asprintf_append(text, _("Members: %d, windows: %d."), roster->members, roster->windows);
    else
        text = talloc_asprintf_append(text, "%s", _("There are no members yet."));
    terminal_paragraph(stdout, text, 0, 0, terminal_width(stdout));
    if (!options->inputs.no_roster) {
        lacks_print(stdout, options->inputs.lacks, &options->lists.names);
        pairs_notice(stdout, roster, options->inputs.scheme, options->inputs.pairs, 0);
    }
    if (!options->inputs.no_roster)
        printf(_("Next, the first plan: tongxin plan%s\n"), term_options(term));
    else
        printf(_("Next, the roster: tongxin import%s FILE\n"), term_options(term));
}

static enum status make(struct term *term, struct init_options *options)
{
    struct invocation *invocation = term->invocation;
    struct plan_bytes scheme = options->scheme;
    enum status status = STATUS_OK;
    if (!scheme.bytes) {
        char *bytes = NULL;
        status = bundle_scheme(invocation, options->inputs.scheme_name, &term->record, &bytes, &scheme.size);
        scheme.bytes = bytes;
    }
    if (status == STATUS_OK)
        status = store_create(invocation->owner, term->file, &term->store, invocation->error);
    if (status != STATUS_OK)
        return status;
    status = fill(term, options, &scheme);
    if (status == STATUS_OK)
        status = term_commit(term, "init", term->record.title, NULL, NULL);
    if (status != STATUS_OK)
        term_give_up(term);
    return status;
}

/* ---- --after ---- */

/* What the term before hands over: scheme and settings, windows, ids, and the plan that was in force. */
static enum status open_old(struct invocation *invocation, struct init_options *options)
{
    struct term *old = &options->old;
    int version = 0;
    enum status status = term_enter(invocation, options->after, STORE_READ, old);
    if (status == STATUS_OK)
        status = plans_in_force(old->store, &version, invocation->error);
    if (status == STATUS_OK)
        status = columns_read(invocation->owner, old->store, &options->lists.names, invocation->error);
    if (status == STATUS_OK && version)
        status = plans_pairs_now(invocation->owner, old->store, old->members, version, &options->previous,
                                 invocation->error);
    if (status == STATUS_OK && !options->inputs.scheme_name) {
        char *bytes = NULL;
        status = store_content(invocation->owner, old->store, old->record.scheme, &bytes,
                               &options->scheme.size, invocation->error);
        options->scheme.bytes = bytes;
    }
    return status;
}

/* The plan of the term before goes by ids: they should mean the same people. */
static enum status be_careful(struct invocation *invocation, struct init_options *options)
{
    struct import_plan *plan;
    struct import_guards *guards;
    struct error *error = invocation->error;
    const struct roster *roster = options->inputs.roster;
    const struct term_members *old = options->old.members;
    enum status status = import_compare(invocation->owner, old, roster, options->lists.today, &plan, error);
    if (status == STATUS_OK)
        status = import_guards(invocation->owner, old, roster, plan, false, &guards, error);
    return status == STATUS_OK
               ? guards_pass(invocation, guards, options->inputs.roster_file, true, &options->lists.given)
               : status;
}

static struct goes_by what_it_goes_by(struct invocation *invocation, const struct init_options *options)
{
    struct script_text text;
    struct script_bases *bases;
    struct error *unheard = error_new(invocation->owner);
    if (!options->scheme.bytes)
        return goes_by_name(invocation, options->inputs.scheme_name, 0, NULL);
    if (!unheard || script_unbundle(invocation->owner, options->after, options->scheme.bytes,
                                    options->scheme.size, &text, &bases, unheard) != STATUS_OK)
        return (struct goes_by){NULL, NULL};
    return goes_by_scheme(invocation, &(struct script_request){.text = &text, .bases = bases});
}

/* The roster: the lists that were named, joined; else who is a member of the term before; else nobody. */
static enum status read_roster(struct invocation *invocation, struct init_options *options)
{
    struct lists lists;
    struct roster *known = NULL;
    struct error *error = invocation->error;
    enum status status = STATUS_OK;
    if (options->old.members)
        status =
            members_roster_of_all(invocation->owner, options->old.members, options->after, &known, error);
    options->lists.known = known;
    options->lists.prefix = options->prefix;
    if (options->old.members && !options->prefix)
        options->lists.prefix = options->old.record.id_prefix;
    options->lists.last = options->old.record.id_last;
    if (status == STATUS_OK && options->lists.files.count > 0) {
        options->lists.by = what_it_goes_by(invocation, options);
        status = lists_read(invocation, &options->lists, &lists);
        options->inputs.roster = lists.roster;
        options->lists.last = lists.last;
        options->inputs.roster_file = options->lists.files.value[0];
        if (status == STATUS_OK && options->old.members && !options->yes)
            status = be_careful(invocation, options);
    } else if (status == STATUS_OK && options->old.members) {
        status = members_roster(invocation->owner, options->old.members, options->after,
                                &options->inputs.roster, error);
    }
    options->inputs.no_roster = !options->inputs.roster;
    return status;
}

/* Runs the scheme that the term before hands over. */
static enum status try_old_scheme(struct invocation *invocation, struct init_options *options)
{
    struct script_text text;
    struct script_bases *bases;
    struct inputs *inputs = &options->inputs;
    enum status status = script_unbundle(invocation->owner, options->after, options->scheme.bytes,
                                         options->scheme.size, &text, &bases, invocation->error);
    if (status == STATUS_OK)
        status = script_load_scheme(
            invocation->owner,
            &(struct script_request){
                .text = &text, .roster = inputs->roster, .pairs = inputs->pairs, .bases = bases},
            &inputs->scheme, invocation->error);
    if (status == STATUS_OK && inputs->roster)
        inputs->lacks = lacks_find(invocation->owner, inputs->roster, inputs->scheme);
    return status;
}

/* Runs the scheme on the roster, so that it fits before anything is made. */
static enum status try_scheme(struct invocation *invocation, struct init_options *options)
{
    struct inputs *inputs = &options->inputs;
    inputs->pairs = NULL;
    inputs->lacks_are_asked = true;
    if (inputs->pairs_file && inputs->roster &&
        pairs_read(invocation->owner, inputs->pairs_file, inputs->roster, &inputs->pairs,
                   invocation->error) != STATUS_OK)
        return invocation->error->status;
    return options->scheme.bytes ? try_old_scheme(invocation, options) : inputs_read(invocation, inputs);
}

/* Reads the roster and tries the scheme on it; again where it was said meanwhile which heading is which. */
static enum status read_all(struct invocation *invocation, struct init_options *options)
{
    struct column_names *names = &options->lists.names;
    enum status status;
    bool again;
    do {
        status = read_roster(invocation, options);
        if (status == STATUS_OK)
            status = try_scheme(invocation, options);
        again = status == STATUS_OK && options->lists.files.count > 0 && options->inputs.lacks &&
                lists_ask(invocation, &options->lists, options->inputs.lacks);
    } while (again);
    if (status == STATUS_OK && options->inputs.lacks)
        status = lacks_refuse(invocation, options->inputs.lacks, names, options->inputs.roster->file);
    return status;
}

static void make_record(struct term *term, const struct init_options *options)
{
    const struct term_record *old = options->old.members ? &options->old.record : NULL;
    term->record = (struct term_record){.title = options->title ? options->title : "",
                                        .created = term->now.moment,
                                        .settings = old ? old->settings : "{}",
                                        .scheme_file = old ? old->scheme_file : ""};
    if (options->inputs.roster)
        ids_of_roster(term->invocation->owner, options->inputs.roster, options->lists.prefix, &term->record);
    else
        term->record.id_prefix = options->lists.prefix ? options->lists.prefix : IDS_PREFIX;
    if (options->lists.last > term->record.id_last)
        term->record.id_last = options->lists.last;
}

/* init FOLDER: an equal term file of what export wrote. */
static enum status load(struct term *term, const struct init_options *options)
{
    struct invocation *invocation = term->invocation;
    const struct place place = {.file = options->folder};
    if (options->inputs.scheme_name || options->lists.files.count > 0 || options->after || options->title ||
        options->prefix)
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("A folder that tongxin export wrote says everything: scheme, roster and the rest. "
                           "Name it alone."));
    if (!store_is_export(options->folder))
        return error_add(invocation->error, STATUS_INPUT, &place,
                         _("This is no folder that tongxin export wrote. A roster is named with --roster."));
    enum status status =
        store_load(invocation->owner, term->file, options->folder, &term->store, invocation->error);
    invocation->made = status == STATUS_OK;
    if (status == STATUS_OK)
        printf(_("The term file %s is made of %s, and verified.\n"),
               text_printable(invocation->owner, term->file),
               text_printable(invocation->owner, options->folder));
    return status;
}

static enum status run(struct invocation *invocation)
{
    struct init_options options = {0};
    struct term term = {0};
    int words;
    const struct option_row rows[] = {
        {"db", 0, &options.db, NULL},
        {"scheme", 0, &options.inputs.scheme_name, NULL},
        {"roster", 0, NULL, NULL, &options.lists.files},
        {"windows", 0, &options.lists.windows, NULL},
        {"sheet", 0, &options.lists.sheet, NULL},
        {"columns", 0, NULL, NULL, &options.lists.columns},
        {"answers", 0, &options.lists.answers, NULL},
        {"pairs", 0, &options.inputs.pairs_file, NULL},
        {"title", 0, &options.title, NULL},
        {"prefix", 0, &options.prefix, NULL},
        {"after", 0, &options.after, NULL},
        {"yes", 0, NULL, &options.yes},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, &options.folder, 1, &words);
    if (options.prefix)
        ids_tidy_prefix(invocation->owner, &options.prefix, invocation->error);
    if (term_identify(invocation, &term) != STATUS_OK || invocation->error->status != STATUS_OK)
        return invocation->error->status;
    term.file = term_file(options.db);
    if (options.folder)
        return load(&term, &options);
    enum status status = options.after ? open_old(invocation, &options) : STATUS_OK;
    if (!options.after && !options.inputs.scheme_name)
        options.inputs.scheme_name = usual_scheme;
    options.lists.today = term.now.date;
    if (status == STATUS_OK)
        status = read_all(invocation, &options);
    if (status != STATUS_OK)
        return status;
    make_record(&term, &options);
    status = make(&term, &options);
    if (status == STATUS_OK)
        tell(&term, &options);
    return status;
}

const struct command command_init = {
    .name = "init",
    .summary = N_("begin a term: make the file that keeps members, plans and log"),
    .help = help,
    .run = run,
};
