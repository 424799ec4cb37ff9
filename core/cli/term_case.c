#include "cli/term_case.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/pins_now.h"
#include "planning/blanks.h"
#include "planning/ended.h"
#include "planning/plan_file.h"
#include "roster/pairs_read.h"
#include "script/bundle.h"
#include "store/roster_text.h"

static const void *owner_of(const struct term *term)
{
    return term->invocation->owner;
}

static enum status dump(struct term *term, json_t *value, struct plan_bytes *bytes)
{
    char *text = value ? json_dumps(value, JSON_INDENT(1) | JSON_SORT_KEYS) : NULL;
    char *kept = text ? talloc_asprintf(owner_of(term), "%s\n", text) : NULL;
    free(text);
    json_decref(value);
    if (!kept)
        return error_add_memory(term->invocation->error);
    *bytes = (struct plan_bytes){kept, strlen(kept)};
    return STATUS_OK;
}

/* What people read of a pin: whom it joins or parts, who wants it, and why. */
static json_t *pack_pin(const struct term *term, const struct pin_record *pin)
{
    const void *owner = owner_of(term);
    const char *reason = *pin->reason ? pin->reason : _("no reason given");
    int source = members_find(term->members, pin->source);
    int target = pin->is_member ? members_find(term->members, pin->target) : -1;
    const char *what =
        talloc_asprintf(owner, pin->forbids ? _("Forbidden: %s with %s") : _("Pinned: %s with %s"),
                        source < 0 ? pin->source : term_name(term, source),
                        target < 0 ? pin->target : term_name(term, target));
    const char *by = talloc_asprintf(owner, _("%s, %.10s"), pin->made_by, pin->made);
    const char *title = talloc_asprintf(owner, _("%s (%s; %s)"), what, reason, by);
    return json_pack("{s:b, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "forbids", pin->forbids, "relation",
                     pin->relation, "source", pin->source, "target", pin->target, "title", title, "what",
                     what, "reason", reason, "by", by);
}

/* Those that hold, into the part; all into made->pin. */
static enum status pack_pins(struct term *term, bool without_edits, struct term_case *made)
{
    enum status status = pins_now(term, made->roster, made->scheme, &made->pin, &made->pins);
    if (status != STATUS_OK)
        return status;
    json_t *list = json_array();
    for (int i = 0; i < made->pins; i++) {
        const struct pin_record *pin = &made->pin[i];
        if (!pin->ended && !pin->over && !(without_edits && pin->draft))
            json_array_append_new(list, pack_pin(term, pin));
    }
    return dump(term, list, &made->part[PLAN_PINS]);
}

/* The last term's plan, which init --after took over. */
static enum status pack_last_term(struct term *term, struct plan_bytes *bytes)
{
    char *found = NULL;
    if (!term->record.previous)
        return STATUS_OK;
    enum status status = store_content(owner_of(term), term->store, term->record.previous, &found,
                                       &bytes->size, term->invocation->error);
    bytes->bytes = found;
    return status;
}

static enum status pack_roster(struct term *term, struct plan_bytes *part)
{
    struct roster *roster;
    char *members, *windows;
    struct error *error = term->invocation->error;
    enum status status = members_roster(owner_of(term), term->members, term->file, &roster, error);
    if (status == STATUS_OK)
        status = roster_to_text(owner_of(term), roster, &members, &part[PLAN_ROSTER].size, &windows,
                                &part[PLAN_WINDOWS].size, error);
    if (status != STATUS_OK)
        return status;
    part[PLAN_ROSTER].bytes = members;
    part[PLAN_WINDOWS].bytes = windows;
    return STATUS_OK;
}

static enum status pack_scheme(struct term *term, const struct plan_bytes *scheme, struct plan_bytes *part)
{
    char *found;
    part[PLAN_SETTINGS] = (struct plan_bytes){term->record.settings, strlen(term->record.settings)};
    if (scheme) {
        part[PLAN_SCHEME] = *scheme;
        return STATUS_OK;
    }
    enum status status = store_content(owner_of(term), term->store, term->record.scheme, &found,
                                       &part[PLAN_SCHEME].size, term->invocation->error);
    if (status == STATUS_OK)
        part[PLAN_SCHEME].bytes = found;
    return status;
}

/* What the term keeps of single pairs, without those who are gone: *pairs NULL where it keeps nothing. */
static enum status kept_pairs(struct term *term, const struct roster *roster, struct pair_table **pairs,
                              int *gone, struct error *error)
{
    char *bytes;
    size_t size;
    *pairs = NULL;
    *gone = 0;
    if (!term->record.pairs)
        return STATUS_OK;
    enum status status = store_content(owner_of(term), term->store, term->record.pairs, &bytes, &size, error);
    return status == STATUS_OK
               ? pairs_parse(owner_of(term), term->file, bytes, size, roster, pairs, gone, error)
               : status;
}

static enum status pack_pairs(struct term *term, const struct plan_bytes *given, struct term_case *made)
{
    struct roster *roster;
    struct pair_table *pairs;
    char *text;
    struct error *error = term->invocation->error;
    struct plan_bytes *part = &made->part[PLAN_PAIRS];
    made->pairs_given = given != NULL;
    if (given) {
        *part = *given;
        return STATUS_OK;
    }
    if (!term->record.pairs)
        return STATUS_OK;
    enum status status = members_roster(owner_of(term), term->members, term->file, &roster, error);
    if (status == STATUS_OK)
        status = kept_pairs(term, roster, &pairs, &made->pairs_gone, error);
    if (status == STATUS_OK)
        status = pairs_to_text(owner_of(term), pairs, roster, &text, &part->size, error);
    if (status == STATUS_OK)
        part->bytes = text;
    return status;
}

/* ---- reading the parts ---- */

static enum status unreadable(struct term *term, const char *what)
{
    const struct place place = {.file = term->file};
    return error_add(term->invocation->error, STATUS_INPUT, &place,
                     _("What is kept of a plan (%s) cannot be read. Please run tongxin verify."), what);
}

static enum status open_settings(struct term *term, const struct plan_bytes *bytes,
                                 struct script_setting **setting, int *settings)
{
    json_t *object = json_loadb(bytes->bytes, bytes->size, JSON_REJECT_DUPLICATES, NULL);
    const char *name;
    json_t *value;
    *settings = 0;
    *setting = talloc_array(owner_of(term), struct script_setting, (unsigned)json_object_size(object) + 1);
    if (!json_is_object(object) || !*setting) {
        json_decref(object);
        return unreadable(term, "settings");
    }
    json_object_foreach(object, name, value)
    {
        const char *text = json_string_value(value);
        (*setting)[(*settings)++] =
            (struct script_setting){talloc_strdup(*setting, name), talloc_strdup(*setting, text ? text : "")};
    }
    json_decref(object);
    return STATUS_OK;
}

static enum status open_scheme(struct term *term, struct term_case *made)
{
    struct script_text text;
    struct script_bases *bases;
    struct script_setting *setting;
    int settings;
    struct error *error = term->invocation->error;
    const struct plan_bytes *scheme = &made->part[PLAN_SCHEME];
    enum status status = open_settings(term, &made->part[PLAN_SETTINGS], &setting, &settings);
    if (status == STATUS_OK)
        status =
            script_unbundle(owner_of(term), term->file, scheme->bytes, scheme->size, &text, &bases, error);
    if (status != STATUS_OK)
        return status;
    status = script_load_scheme(owner_of(term),
                                &(struct script_request){.text = &text,
                                                         .roster = made->roster,
                                                         .pairs = made->pairs_said,
                                                         .settings = settings,
                                                         .setting = setting,
                                                         .bases = bases},
                                &made->scheme, error);
    return status == STATUS_OK ? blanks_refuse(made->roster, made->scheme, error) : status;
}

static enum status open_pins(struct term *term, struct term_case *made)
{
    const struct plan_bytes *bytes = &made->part[PLAN_PINS];
    json_t *list = json_loadb(bytes->bytes, bytes->size, 0, NULL);
    size_t count = json_array_size(list);
    struct pin *pin = talloc_zero_array(owner_of(term), struct pin, (unsigned)count + 1);
    enum status status = json_is_array(list) && pin ? STATUS_OK : unreadable(term, "pins");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        int forbids;
        if (json_unpack(json_array_get(list, i), "{s:b, s:s, s:s, s:s, s:s, s?s, s?s, s?s}", "forbids",
                        &forbids, "relation", &pin[i].relation, "source", &pin[i].source, "target",
                        &pin[i].target, "title", &pin[i].title, "what", &pin[i].what, "reason",
                        &pin[i].reason, "by", &pin[i].by) != 0)
            status = unreadable(term, "pins");
        pin[i].forbids = forbids;
    }
    if (status == STATUS_OK)
        status = pins_add(made->scheme, made->roster, pin, (int)count, NULL, term->invocation->error);
    json_decref(list);
    return status;
}

enum status case_run_anew(struct term *term, const struct term_case *made, const void *owner,
                          struct roster *roster, struct scheme **scheme, struct error *error)
{
    struct term_case anew = *made;
    struct error *before = term->invocation->error; /* what is wrong there is no fault of the command */
    anew.roster = roster;
    anew.scheme = NULL;
    term->invocation->error = error;
    enum status status = open_scheme(term, &anew);
    if (status == STATUS_OK)
        status = open_pins(term, &anew);
    term->invocation->error = before;
    *scheme = anew.scheme ? talloc_steal(owner, anew.scheme) : NULL;
    return status;
}

enum status case_try_scheme(struct term *term, struct roster *roster, const struct pair_table *pairs,
                            struct scheme **scheme, struct error *error)
{
    struct term_case made = {.roster = roster};
    struct error *before = term->invocation->error; /* what is wrong there need be no fault of the command */
    int gone;
    term->invocation->error = error;
    enum status status = pack_scheme(term, NULL, made.part);
    if (status == STATUS_OK && !pairs)
        status = kept_pairs(term, roster, &made.pairs_said, &gone, error);
    else
        made.pairs_said = (struct pair_table *)(uintptr_t)pairs;
    if (status == STATUS_OK)
        status = open_scheme(term, &made);
    term->invocation->error = before;
    *scheme = made.scheme;
    return status;
}

static enum status open_previous(struct term *term, struct term_case *made)
{
    struct named_plan *named;
    struct error *error = term->invocation->error;
    const struct plan_bytes *bytes = &made->part[PLAN_PREVIOUS];
    if (!bytes->bytes)
        return STATUS_OK;
    made->has_previous = true;
    int *row;
    enum status status = plan_parse(owner_of(term), term->file, bytes->bytes, bytes->size, &named, error);
    if (status == STATUS_OK)
        status = plan_bind(owner_of(term), named, made->scheme, made->roster, BIND_KEPT, &made->previous,
                           &made->previous_pairs, &row, error);
    return status == STATUS_OK ? ended_find(owner_of(term), named, made->scheme, made->roster, row,
                                            made->previous_pairs, &made->carried, error)
                               : status;
}

/* Roster and scheme, without what was fixed by hand. */
static enum status open_measure(struct term *term, struct term_case *made)
{
    const struct plan_bytes *part = made->part;
    if (!part[PLAN_ROSTER].bytes || !part[PLAN_WINDOWS].bytes || !part[PLAN_SCHEME].bytes ||
        !part[PLAN_SETTINGS].bytes)
        return unreadable(term, "roster");
    enum status status = roster_from_text(owner_of(term), term->file, part[PLAN_ROSTER].bytes,
                                          part[PLAN_ROSTER].size, part[PLAN_WINDOWS].bytes,
                                          part[PLAN_WINDOWS].size, &made->roster, term->invocation->error);
    if (status == STATUS_OK && term->members)
        status = members_former(term->members, made->roster, term->invocation->error);
    if (status == STATUS_OK && part[PLAN_PAIRS].bytes)
        status = pairs_parse(owner_of(term), term->file, part[PLAN_PAIRS].bytes, part[PLAN_PAIRS].size,
                             made->roster, &made->pairs_said, NULL, term->invocation->error);
    return status == STATUS_OK ? open_scheme(term, made) : status;
}

enum status case_now(struct term *term, const struct case_request *request, struct term_case *made)
{
    *made = (struct term_case){.base = request->fresh ? 0 : request->base};
    struct plan_bytes *part = made->part;
    enum status status = pack_roster(term, part);
    if (status == STATUS_OK)
        status = pack_scheme(term, request->scheme, part);
    if (status == STATUS_OK)
        status = pack_pairs(term, request->pairs, made);
    if (status == STATUS_OK)
        status = open_measure(term, made);
    if (status == STATUS_OK) /* only now it is known which of them are possible */
        status = pack_pins(term, request->without_edits, made);
    if (status == STATUS_OK && made->base)
        status = plans_pairs_now(owner_of(term), term->store, term->members, made->base, &part[PLAN_PREVIOUS],
                                 term->invocation->error);
    else if (status == STATUS_OK && !request->fresh)
        status = pack_last_term(term, &part[PLAN_PREVIOUS]);
    if (status == STATUS_OK)
        status = open_pins(term, made);
    return status == STATUS_OK ? open_previous(term, made) : status;
}

enum status case_open(struct term *term, struct term_case *made)
{
    enum status status = open_measure(term, made);
    if (status == STATUS_OK)
        status = open_pins(term, made);
    return status == STATUS_OK ? open_previous(term, made) : status;
}

enum status case_roster_of_version(struct term *term, int version, struct roster **roster)
{
    struct plan_bytes members = {NULL, 0}, windows = {NULL, 0};
    struct error *error = term->invocation->error;
    enum status status = plans_part(owner_of(term), term->store, version, PLAN_ROSTER, &members, error);
    if (status == STATUS_OK)
        status = plans_part(owner_of(term), term->store, version, PLAN_WINDOWS, &windows, error);
    if (status == STATUS_OK && (!members.bytes || !windows.bytes))
        status = unreadable(term, "roster");
    return status == STATUS_OK ? roster_from_text(owner_of(term), term->file, members.bytes, members.size,
                                                  windows.bytes, windows.size, roster, error)
                               : status;
}

enum status case_of_version(struct term *term, int version, struct term_case *made)
{
    enum status status = STATUS_OK;
    *made = (struct term_case){.base = 0};
    for (int p = 0; p < PLAN_PARTS && status == STATUS_OK; p++)
        status = plans_part(owner_of(term), term->store, version, (enum plan_part)p, &made->part[p],
                            term->invocation->error);
    return status == STATUS_OK ? case_open(term, made) : status;
}

enum status case_result(struct term *term, const struct term_case *made, struct named_plan **claimed,
                        struct pair **pair, int *pairs)
{
    const struct plan_bytes *result = &made->part[PLAN_RESULT];
    struct error *error = term->invocation->error;
    if (!result->bytes)
        return unreadable(term, "plan");
    enum status status = plan_parse(owner_of(term), term->file, result->bytes, result->size, claimed, error);
    if (status == STATUS_OK)
        plan_keep_stages(*claimed, made->scheme);
    return status == STATUS_OK ? plan_bind(owner_of(term), *claimed, made->scheme, made->roster, BIND_REFUSE,
                                           pair, pairs, NULL, error)
                               : status;
}

/* ---- settings and versions ---- */

enum status case_settings(struct term *term, const struct option_list *set)
{
    struct plan_bytes bytes;
    struct error *error = term->invocation->error;
    json_t *object = json_loads(term->record.settings, 0, NULL);
    for (int i = 0; json_is_object(object) && i < set->count; i++) {
        const char *equals = strchr(set->value[i], '=');
        if (!equals || equals == set->value[i])
            error_add(error, STATUS_INPUT, NULL, _("--set takes NAME=VALUE, such as max_load=3, not “%s”."),
                      set->value[i]);
        else
            json_object_setn_new(object, set->value[i], (size_t)(equals - set->value[i]),
                                 json_string(equals + 1));
    }
    if (error->status != STATUS_OK) {
        json_decref(object);
        return error->status;
    }
    enum status status = dump(term, object, &bytes);
    if (status == STATUS_OK)
        term->record.settings = bytes.bytes;
    return status;
}

int case_version(struct term *term, const char *word, const struct plan_version *version, int versions)
{
    char *end;
    long number = strtol(word, &end, 10);
    if (!*end && number >= 1 && number <= versions && version[number - 1].version == number)
        return (int)number;
    if (versions == 0)
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("There is no plan yet. To make the first: tongxin plan%s"), term_options(term));
    else
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("There is no version “%s”; there are 1 to %d. To list them: tongxin history%s"), word,
                  versions, term_options(term));
    return 0;
}

int case_draft(const struct plan_version *version, int versions)
{
    for (int v = versions - 1; v >= 0 && version[v].state != PLAN_PUBLISHED; v--)
        if (version[v].state == PLAN_DRAFT)
            return version[v].version;
    return 0;
}

int case_current(const struct plan_version *version, int versions)
{
    for (int v = 0; v < versions; v++)
        if (version[v].state == PLAN_PUBLISHED)
            return version[v].version;
    return case_draft(version, versions);
}

const char *case_state_word(enum plan_state state)
{
    static const char *const words[] = {N_("draft"), N_("in force"), N_("superseded"), N_("discarded"),
                                        N_("taken back")};
    return _(words[state]);
}
