#include "cli/inputs.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/goes_by.h"
#include "cli/lacks.h"
#include "cli/options.h"
#include "planning/blanks.h"
#include "planning/plan_file.h"
#include "roster/pairs_read.h"
#include "script/script.h"

/* --set NAME=VALUE, each name once. */
static enum status read_settings(struct invocation *invocation, const struct option_list *set,
                                 struct script_setting **setting)
{
    *setting = talloc_zero_array(invocation->owner, struct script_setting, (unsigned)set->count);
    if (!*setting)
        return error_add_memory(invocation->error);
    for (int i = 0; i < set->count; i++) {
        const char *equals = strchr(set->value[i], '=');
        if (!equals || equals == set->value[i]) {
            error_add(invocation->error, STATUS_INPUT, NULL,
                      _("--set takes NAME=VALUE, such as max_load=3, not “%s”."), set->value[i]);
            continue;
        }
        const char *name = talloc_strndup(invocation->owner, set->value[i], (size_t)(equals - set->value[i]));
        (*setting)[i] = (struct script_setting){name ? name : "", equals + 1};
        for (int k = 0; k < i; k++)
            if ((*setting)[k].name && strcmp((*setting)[k].name, (*setting)[i].name) == 0)
                error_add(invocation->error, STATUS_INPUT, NULL,
                          _("--set gives “%s” two values. Please give it one."), (*setting)[i].name);
    }
    return invocation->error->status;
}

static enum status run_anew(void *context, const void *owner, struct roster *roster, struct scheme **scheme,
                            struct error *error)
{
    const struct inputs *inputs = context;
    struct script_request request = inputs->request;
    request.text = &inputs->text;
    request.roster = roster;
    return script_load_scheme(owner, &request, scheme, error);
}

void inputs_tell_unseen(const struct script_text *text)
{
    if (text->unseen == 0)
        return;
    char *file = text_printable(NULL, text->file);
    fprintf(stderr,
            _("%s: characters that are not seen were taken out of its texts: %d (the first is U+%04X).\n"),
            file, text->unseen, (unsigned)text->unseen_code);
    talloc_free(file);
}

static enum status set_anew(const struct inputs *inputs, const void *owner, const struct script_setting *set,
                            struct scheme **scheme, struct error *error)
{
    struct script_request request = inputs->request;
    struct roster *roster = talloc_memdup(owner, inputs->roster, sizeof *roster);
    struct script_setting *setting =
        talloc_array(owner, struct script_setting, (unsigned)request.settings + 1);
    int settings = 0;
    if (!roster || !setting)
        return error_add_memory(error);
    for (int i = 0; i < request.settings; i++)
        if (strcmp(request.setting[i].name, set->name) != 0)
            setting[settings++] = request.setting[i];
    setting[settings++] = *set;
    request.text = &inputs->text;
    request.roster = roster;
    request.settings = settings;
    request.setting = setting;
    return script_load_scheme(owner, &request, scheme, error);
}

static enum status read_scheme(struct invocation *invocation, struct inputs *inputs)
{
    struct script_setting *setting;
    read_settings(invocation, &inputs->set, &setting);
    enum status status =
        script_find_scheme(invocation->owner, inputs->scheme_name, &inputs->text, invocation->error);
    if (status == STATUS_OK)
        inputs_tell_unseen(&inputs->text);
    /* What the settings or the pairs should have said would only be missed. */
    if (invocation->error->status != STATUS_OK || !inputs->roster)
        return status;
    inputs->rerun = (struct rerun){.run = run_anew, .context = inputs};
    inputs->set_anew = set_anew;
    inputs->request = (struct script_request){.text = &inputs->text,
                                              .roster = inputs->roster,
                                              .no_roster = inputs->no_roster && !inputs->roster_file,
                                              .pairs = inputs->pairs,
                                              .settings = inputs->set.count,
                                              .setting = setting};
    return script_load_scheme(invocation->owner, &inputs->request, &inputs->scheme, invocation->error);
}

/* What stands for any roster: the built-in columns and nobody. */
struct roster *inputs_empty_roster(const void *owner)
{
    struct roster *roster = talloc_zero(owner, struct roster);
    if (!roster)
        return NULL;
    roster->file = "";
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    roster->member = talloc_array(roster, struct member, 0);
    roster->window = talloc_array(roster, struct window, 0);
    for (int a = 0; roster->column && a < ATTRIBUTES_BUILT_IN; a++)
        roster->column[a] = (struct column){attribute_name(a), attribute_heading(a), attribute_type(a)};
    return roster->column && roster->member && roster->window && roster_finish(roster) ? roster : NULL;
}

/* So that cells that are empty are told with the roster's other faults. */
static void ask_scheme(struct invocation *invocation, const struct inputs *inputs,
                       struct roster_request *request)
{
    struct script_setting *setting;
    struct invocation quiet = *invocation;
    quiet.error = error_new(invocation->owner);
    if (!quiet.error || read_settings(&quiet, &inputs->set, &setting) != STATUS_OK)
        return;
    const struct goes_by found = goes_by_name(invocation, inputs->scheme_name, inputs->set.count, setting);
    request->by_party = found.party;
    request->by_window = found.window;
}

static enum status read_roster(struct invocation *invocation, struct inputs *inputs)
{
    if (inputs->roster_file) {
        struct roster_request request = {.file = inputs->roster_file,
                                         .windows_file = inputs->windows_file,
                                         .sheet = inputs->sheet,
                                         .names = &inputs->names};
        struct error *tried = error_new(invocation->owner);
        if (!tried)
            return error_add_memory(invocation->error);
        enum status status =
            roster_read_with(invocation->owner, &request, &inputs->roster, &inputs->report, tried);
        if (status != STATUS_OK) {
            ask_scheme(invocation, inputs, &request);
            status = roster_read_with(invocation->owner, &request, &inputs->roster, &inputs->report,
                                      invocation->error);
        }
        if (status == STATUS_OK)
            columns_are_met(invocation, &inputs->names, &inputs->roster, 1);
    } else {
        inputs->roster = inputs_empty_roster(invocation->owner);
        if (!inputs->roster)
            return error_add_memory(invocation->error);
    }
    if (inputs->pairs_file && inputs->roster)
        pairs_read(invocation->owner, inputs->pairs_file, inputs->roster, &inputs->pairs, invocation->error);
    return invocation->error->status;
}

static enum status read_previous(struct invocation *invocation, struct inputs *inputs)
{
    struct named_plan *named;
    int *row;
    enum status status = plan_read(invocation->owner, inputs->previous_file, &named, invocation->error);
    if (status != STATUS_OK || !inputs->scheme)
        return status;
    status = plan_bind(invocation->owner, named, inputs->scheme, inputs->roster, BIND_LEAVE,
                       &inputs->previous, &inputs->previous_pairs, &row, invocation->error);
    return status == STATUS_OK ? ended_find(invocation->owner, named, inputs->scheme, inputs->roster, row,
                                            inputs->previous_pairs, &inputs->carried, invocation->error)
                               : status;
}

/* Finds what the roster lacks; true where it was said on the terminal which heading is which: then the roster
 * is to be read anew. */
static bool ask_columns(struct invocation *invocation, struct inputs *inputs, bool given)
{
    if (!inputs->scheme || !inputs->roster || invocation->error->status != STATUS_OK)
        return false;
    inputs->lacks = lacks_find(invocation->owner, inputs->roster, inputs->scheme);
    if (!inputs->lacks)
        error_add_memory(invocation->error);
    return inputs->lacks && !given && lacks_ask(invocation, inputs->lacks, &inputs->names);
}

enum status inputs_read(struct invocation *invocation, struct inputs *inputs)
{
    if (!inputs->no_scheme)
        options_need(invocation, inputs->scheme_name, "scheme",
                     _("the scheme's file, or the name of one that travels with the program (jinhua-2022)"));
    if (!inputs->roster && (!inputs->no_roster || inputs->windows_file || inputs->pairs_file))
        options_need(invocation, inputs->roster_file, "roster", _("the roster, a workbook or CSV file"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    bool given = inputs->roster != NULL;
    columns_said(invocation, &inputs->columns, &inputs->names);
    do {
        if (!given)
            read_roster(invocation, inputs);
        if (inputs->scheme_name)
            read_scheme(invocation, inputs);
    } while (ask_columns(invocation, inputs, given));
    if (inputs->lacks && inputs->roster && !inputs->lacks_are_asked)
        lacks_refuse(invocation, inputs->lacks, &inputs->names, inputs->roster->file);
    if (inputs->lacks)
        blanks_refuse(inputs->roster, inputs->scheme, invocation->error);
    if (inputs->previous_file)
        read_previous(invocation, inputs);
    return invocation->error->status;
}

char *shell_word(const void *owner, const char *word)
{
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=+@%";
    bool plain = *word != '\0';
    for (const char *c = word; *c; c++)
        plain = plain && ((unsigned char)*c >= 0x80 || strchr(harmless, *c));
    if (plain)
        return talloc_strdup(owner, word);
    char *quoted = talloc_strdup(owner, "'");
    for (const char *c = word; *c && quoted; c++)
        quoted = *c == '\'' ? talloc_strdup_append(quoted, "'\\''") : talloc_strndup_append(quoted, c, 1);
    return quoted ? talloc_strdup_append(quoted, "'") : NULL;
}

char *inputs_options(const struct invocation *invocation, const struct inputs *inputs)
{
    const void *owner = invocation->owner;
    char *text = talloc_asprintf(owner, "--scheme %s --roster %s", shell_word(owner, inputs->scheme_name),
                                 shell_word(owner, inputs->roster_file));
    if (inputs->sheet)
        text = talloc_asprintf_append(text, " --sheet %s", shell_word(owner, inputs->sheet));
    if (inputs->names.count > 0)
        text = talloc_strdup_append(text, columns_options(owner, &inputs->names));
    if (inputs->windows_file)
        text = talloc_asprintf_append(text, " --windows %s", shell_word(owner, inputs->windows_file));
    if (inputs->pairs_file)
        text = talloc_asprintf_append(text, " --pairs %s", shell_word(owner, inputs->pairs_file));
    for (int i = 0; i < inputs->set.count; i++)
        text = talloc_asprintf_append(text, " --set %s", shell_word(owner, inputs->set.value[i]));
    return text;
}
