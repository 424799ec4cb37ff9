/* tongxin init: begins a term. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/inputs.h"
#include "cli/term.h"
#include "cli/terminal.h"
#include "model/scheme.h"
#include "script/bundle.h"
#include "store/export.h"
#include "store/ids.h"
#include "store/import.h"

static const char *const help[] = {
    N_("Usage: tongxin init [--scheme NAME|FILE] [--roster FILE [--windows FILE]] [--after OLD.db]"),
    N_("       tongxin init FOLDER"),
    N_("Begins a term (届): makes the file that keeps its members, windows, plans and log."),
    "",
    N_("  --db FILE            the term file to be made (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --scheme NAME|FILE   the committee's measure (county-model, where nothing is said)"),
    N_("  --roster FILE        the roster of the members"),
    N_("  --windows FILE       a table of the windows: full names, kinds, order on paper"),
    N_("  --title TEXT         what the term is called: 金华市政协第八届"),
    N_("  --prefix TEXT        what new ids begin with (the letters of the ids there are)"),
    N_("  --after OLD.db       the term before: its scheme, windows, ids and plan are taken over"),
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
    struct inputs inputs;
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

static enum status fill(struct term *term, const struct init_options *options, const char *scheme,
                        size_t scheme_size)
{
    struct invocation *invocation = term->invocation;
    struct term_members empty = {0};
    struct import_plan *plan;
    char hash[HASH_TEXT];
    enum status status = store_keep(term->store, scheme, scheme_size, hash, invocation->error);
    term->record.scheme = hash;
    if (status == STATUS_OK)
        status = term_put(term->store, &term->record, invocation->error);
    if (status != STATUS_OK || !options->inputs.roster_file)
        return status;
    status = import_compare(invocation->owner, &empty, options->inputs.roster, &plan, invocation->error);
    if (status == STATUS_OK)
        status = import_apply(term->store, &empty, options->inputs.roster, plan, term->now.date, "",
                              invocation->error);
    return status;
}

static void tell(const struct term *term, const struct init_options *options)
{
    const struct roster *roster = options->inputs.roster;
    char *text = talloc_asprintf(term->invocation->owner, _("The term is begun: %s. Scheme: %s. "),
                                 term->file, options->inputs.scheme->title);
    if (options->inputs.roster_file)
        text = talloc_asprintf_append(text, _("Members: %d, windows: %d."), roster->members, roster->windows);
    else
        text = talloc_asprintf_append(text, "%s", _("There are no members yet."));
    terminal_paragraph(stdout, text, 0, 0, terminal_width(stdout));
    if (options->inputs.roster_file)
        printf(_("Next, the first plan: tongxin plan%s\n"), term_options(term));
    else
        printf(_("Next, the roster: tongxin import%s FILE\n"), term_options(term));
}

static enum status make(struct term *term, struct init_options *options)
{
    struct invocation *invocation = term->invocation;
    char *bytes = NULL;
    size_t size = 0;
    enum status status = bundle_scheme(invocation, options->inputs.scheme_name, &term->record, &bytes, &size);
    if (status == STATUS_OK)
        status = store_create(invocation->owner, term->file, &term->store, invocation->error);
    if (status != STATUS_OK)
        return status;
    status = fill(term, options, bytes, size);
    if (status == STATUS_OK)
        status = term_commit(term, "init", term->record.title, NULL, NULL);
    if (status != STATUS_OK)
        term_give_up(term);
    return status;
}

/* init FOLDER: an equal term file of what export wrote. */
static enum status load(struct term *term, const struct init_options *options)
{
    struct invocation *invocation = term->invocation;
    const struct place place = {.file = options->folder};
    if (options->inputs.scheme_name || options->inputs.roster_file || options->after || options->title ||
        options->prefix)
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("A folder that tongxin export wrote says everything: scheme, roster and the rest. "
                           "Name it alone."));
    if (!store_is_export(options->folder))
        return error_add(invocation->error, STATUS_INPUT, &place,
                         _("This is no folder that tongxin export wrote. A roster is named with --roster."));
    enum status status =
        store_load(invocation->owner, term->file, options->folder, &term->store, invocation->error);
    if (status == STATUS_OK)
        printf(_("The term file %s is made of %s, and verified.\n"), term->file, options->folder);
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
        {"roster", 0, &options.inputs.roster_file, NULL},
        {"windows", 0, &options.inputs.windows_file, NULL},
        {"title", 0, &options.title, NULL},
        {"prefix", 0, &options.prefix, NULL},
        {"after", 0, &options.after, NULL},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, &options.folder, 1, &words);
    if (term_identify(invocation, &term) != STATUS_OK || invocation->error->status != STATUS_OK)
        return invocation->error->status;
    term.file = term_file(options.db);
    if (options.folder)
        return load(&term, &options);
    if (!options.inputs.scheme_name)
        options.inputs.scheme_name = usual_scheme;
    options.inputs.no_roster = !options.inputs.roster_file;
    enum status status = inputs_read(invocation, &options.inputs);
    if (status != STATUS_OK)
        return status;
    term.record = (struct term_record){
        .title = options.title ? options.title : "", .created = term.now.moment, .settings = "{}"};
    ids_of_roster(invocation->owner, options.inputs.roster, options.prefix, &term.record);
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
