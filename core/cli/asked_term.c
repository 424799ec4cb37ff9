#include "cli/asked_term.h"

#include <jansson.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/named.h"
#include "cli/prose.h"
#include "store/pins.h"
#include "store/roster_text.h"

void asked_refuse_parts(const struct invocation *invocation, const struct inputs *inputs)
{
    if (inputs->windows_file || inputs->pairs_file || inputs->previous_file || inputs->sheet ||
        inputs->set.count > 0 || inputs->columns.count > 0)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("A term has its own members, scheme and settings. Please leave --windows, --pairs, "
                    "--sheet, --set and --previous out, or name --scheme, --roster and the plan as well."));
}

bool asked_is_term(const struct invocation *invocation, const struct asked *asked)
{
    bool files = asked->plan || asked->inputs.scheme_name || asked->inputs.roster_file;
    if (!files)
        asked_refuse_parts(invocation, &asked->inputs);
    else if (asked->db || asked->version)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Either a term is asked about (--db, --version), or files are (--scheme, --roster, "
                    "--plan): please leave one of them out."));
    return !files;
}

static enum status run_anew(void *context, const void *owner, struct roster *roster, struct scheme **scheme,
                            struct error *error)
{
    struct asked_term *open = context;
    enum status status = case_run_anew(&open->term, &open->made, owner, roster, scheme, error);
    return status == STATUS_OK ? pins_add(*scheme, roster, open->pin, open->pins, NULL, error) : status;
}

static bool same_bytes(const struct plan_bytes *part, const char *text, size_t size)
{
    return part->size == size && memcmp(part->bytes, text, size) == 0;
}

/* Whether the term's members and windows are still those of the version. */
static enum status compare_members(struct asked_term *open)
{
    struct invocation *invocation = open->term.invocation;
    struct roster *roster;
    char *members, *windows;
    size_t members_size, windows_size;
    enum status status =
        members_roster(invocation->owner, open->term.members, open->term.file, &roster, invocation->error);
    if (status == STATUS_OK)
        status = roster_to_text(invocation->owner, roster, &members, &members_size, &windows, &windows_size,
                                invocation->error);
    if (status == STATUS_OK)
        open->changed = !same_bytes(&open->made.part[PLAN_ROSTER], members, members_size) ||
                        !same_bytes(&open->made.part[PLAN_WINDOWS], windows, windows_size);
    return status;
}

/* ---- Pairs put in by hand ---- */

/* Whether the version still has the pair: a later edit may have replaced it. */
static bool has_pair(const struct asked *asked, const struct asked_term *open, const struct pin *pin)
{
    const struct scheme *scheme = open->made.scheme;
    const struct roster *roster = open->made.roster;
    for (int i = 0; i < asked->pairs; i++) {
        const struct relation *relation = &scheme->relation[asked->pair[i].relation];
        if (strcmp(relation->origin.name, pin->relation) == 0 &&
            strcmp(roster->member[asked->pair[i].source].id, pin->source) == 0 &&
            strcmp(target_id(relation, roster, asked->pair[i].target), pin->target) == 0)
            return true;
    }
    return false;
}

/* Who fixed it, when and why, as the pin tells that the edit left. */
static enum status say_edit(struct asked_term *open, struct pin *pin, int version)
{
    struct term *term = &open->term;
    const void *owner = term->invocation->owner;
    struct pin_record *record;
    int records;
    enum status status = pins_read(owner, term->store, term->members, term->now.date, &record, &records,
                                   term->invocation->error);
    for (int i = 0; status == STATUS_OK && i < records; i++) {
        if (record[i].draft != version)
            continue;
        int source = members_find(term->members, pin->source),
            target = members_find(term->members, pin->target);
        pin->what = talloc_asprintf(owner, _("Put in by hand in version %d: %s with %s"), version,
                                    source < 0 ? pin->source : term_name(term, source),
                                    target < 0 ? pin->target : term_name(term, target));
        pin->reason = record[i].reason;
        pin->by = talloc_asprintf(owner, _("%s, %.10s"), record[i].made_by, record[i].made);
    }
    return status;
}

/* What the edit of that version put in, where it is one and is still there. */
static enum status add_edit(const struct asked *asked, struct asked_term *open, int version)
{
    const void *owner = open->term.invocation->owner;
    struct plan_bytes note;
    struct pin pin = {.title = talloc_asprintf(owner, _("put in by hand in version %d"), version)};
    enum status status =
        plans_part(owner, open->term.store, version, PLAN_EDIT, &note, open->term.invocation->error);
    if (status != STATUS_OK || !note.bytes)
        return status;
    json_t *object = json_loadb(note.bytes, note.size, 0, NULL);
    if (object &&
        json_unpack(object, "{s:s, s:s, s:s}", "relation", &pin.relation, "source", &pin.source, "target",
                    &pin.target) == 0 &&
        has_pair(asked, open, &pin)) {
        pin.relation = talloc_strdup(owner, pin.relation);
        pin.source = talloc_strdup(owner, pin.source);
        pin.target = talloc_strdup(owner, pin.target);
        status = say_edit(open, &pin, version);
        open->pin[open->pins++] = pin;
    }
    json_decref(object);
    return status;
}

/* Edits are pins that came after the plan; what is asked about goes out from them. */
static enum status add_edits(const struct asked *asked, struct asked_term *open)
{
    struct error *error = open->term.invocation->error;
    enum status status = STATUS_OK;
    open->pin = talloc_zero_array(open, struct pin, (unsigned)open->versions + 1);
    if (!open->pin)
        return error_add_memory(error);
    for (int v = open->chosen; v > 0 && open->version[v - 1].origin == PLAN_EDITED && status == STATUS_OK;
         v = open->version[v - 1].base)
        status = add_edit(asked, open, v);
    return status == STATUS_OK
               ? pins_add(open->made.scheme, open->made.roster, open->pin, open->pins, NULL, error)
               : status;
}

static enum status choose(struct asked_term *open, const char *word)
{
    open->chosen = case_current(open->version, open->versions);
    if (word || !open->chosen)
        open->chosen = case_version(&open->term, word ? word : "", open->version, open->versions);
    return open->chosen ? STATUS_OK : STATUS_INPUT;
}

enum status asked_read_term(struct invocation *invocation, struct asked *asked)
{
    struct named_plan *claimed;
    struct asked_term *open = talloc_zero(invocation->owner, struct asked_term);
    if (!open)
        return error_add_memory(invocation->error);
    enum status status = term_open(invocation, asked->db, STORE_READ, &open->term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, open->term.store, &open->version, &open->versions,
                            invocation->error);
    if (status == STATUS_OK)
        status = choose(open, asked->version);
    if (status == STATUS_OK)
        status = case_of_version(&open->term, open->chosen, &open->made);
    if (status == STATUS_OK)
        status = case_result(&open->term, &open->made, &claimed, &asked->pair, &asked->pairs);
    if (status == STATUS_OK)
        status = term_read_members(&open->term);
    if (status == STATUS_OK)
        status = add_edits(asked, open);
    if (status == STATUS_OK)
        status = compare_members(open);
    if (status != STATUS_OK)
        return status;
    asked->term = open;
    asked->inputs.roster = open->made.roster;
    asked->inputs.scheme = open->made.scheme;
    asked->inputs.previous = open->made.previous;
    asked->inputs.previous_pairs = open->made.previous_pairs;
    asked->inputs.rerun = (struct rerun){.run = run_anew, .context = open};
    asked->has_previous = open->made.has_previous;
    return STATUS_OK;
}

bool asked_named(const struct invocation *invocation, const struct asked *asked, const char *word,
                 struct whom *whom)
{
    const struct roster *roster = asked->inputs.roster;
    const struct term_members *now = asked->term ? asked->term->term.members : NULL;
    int at = now ? members_find_window(now, word) : -1;
    /* The version may know the window by an earlier name. */
    for (int w = 0; at >= 0 && w < roster->windows; w++)
        if (roster->window[w].number == now->window[at].number)
            word = roster->window[w].name;
    return named_whom(invocation, roster, asked->inputs.scheme, word, whom);
}

const char *asked_term_options(const struct asked *asked)
{
    return asked->term ? term_options(&asked->term->term) : NULL;
}

int asked_term_version(const struct asked *asked)
{
    return asked->term->version[asked->term->chosen - 1].version;
}

const struct roster *asked_term_roster(const struct asked *asked)
{
    return asked->term->made.roster;
}

const char *asked_version(const void *owner, const struct asked *asked)
{
    const struct asked_term *open = asked->term;
    if (!open)
        return "";
    const struct plan_version *version = &open->version[open->chosen - 1];
    return talloc_asprintf(owner, _("Version %d of the plan (%s)."), version->version,
                           case_state_word(version->state));
}

void asked_heading(FILE *out, const struct asked *asked)
{
    const struct asked_term *open = asked->term;
    if (!open)
        return;
    prose(out, "%s", asked_version(open, asked));
    if (open->changed && asked->joined == 0)
        prose(out,
              _("Members or windows have changed since it was made; what follows is told of those of then. "
                "What they change: tongxin rebalance%s"),
              term_options(&open->term));
    fputc('\n', out);
}
