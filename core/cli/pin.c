/* tongxin pin, forbid, unpin, pins: pairs that somebody fixes by hand. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/day.h"
#include "cli/json_lines.h"
#include "cli/pins_now.h"
#include "cli/term_absent.h"
#include "cli/term_case.h"
#include "cli/term_end.h"
#include "cli/terminal.h"

static const char *const help_pin[] = {
    N_("Usage: tongxin pin SOURCE TARGET --reason TEXT"),
    N_("From now on every plan has this pair: SOURCE contacts TARGET, a member, a window or a group. The "
       "plan in "
       "force is not "
       "changed."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why; it is shown wherever the pin matters"),
    N_("  --relation NAME      in this relation; else in any that allows the pair"),
    N_("  --until YYYY-MM-DD   up to this day; else until it is taken away"),
    "",
    N_("Example:"),
    "  tongxin pin JH0214 JH0356 --reason 领导意见",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_forbid[] = {
    N_("Usage: tongxin forbid SOURCE TARGET --reason TEXT"),
    N_("From now on no plan has this pair. The plan in force is not changed."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why; it is shown wherever this matters"),
    N_("  --relation NAME      in this relation; else in any"),
    N_("  --until YYYY-MM-DD   up to this day; else until it is taken away"),
    "",
    N_("Example:"),
    "  tongxin forbid JH0166 JH0356 --reason 本人要求回避",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_unpin[] = {
    N_("Usage: tongxin unpin SOURCE TARGET"),
    N_("Takes away what pin, forbid or edit fixed for this pair."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why"),
    "",
    N_("Example:"),
    "  tongxin unpin JH0007 JH0025",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was changed; 3 the machine is at fault."),
    NULL,
};

static const char *const help_pins[] = {
    N_("Usage: tongxin pins"),
    N_("Lists the pairs that are pinned or forbidden, with who, when and why."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --json               as JSON, one pair a line"),
    "",
    N_("Example:"),
    "  tongxin pins",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

struct pin_options {
    const char *db, *word[2], *reason, *relation, *until;
};

static enum status read_options(struct invocation *invocation, struct pin_options *options)
{
    int words;
    const struct option_row rows[] = {{"db", 0, &options->db, NULL},
                                      {"reason", 0, &options->reason, NULL},
                                      {"relation", 0, &options->relation, NULL},
                                      {"until", 0, &options->until, NULL},
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, options->word, 2, &words);
    if (words < 2)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Name both ends of the pair: who contacts, and who is contacted."));
    day_read(invocation, "until", options->until);
    return invocation->error->status;
}

/* Both ends as they are in the term. */
static enum status find_ends(struct term *term, const struct pin_options *options,
                             const struct scheme *scheme, struct pin_record *pin)
{
    int source = term_member(term, options->word[0]);
    struct term_end end;
    bool found = term_target(term, scheme, options->word[1], &end);
    if (source < 0 || !found)
        return term->invocation->error->status;
    pin->source = term->members->member[source].value[ATTRIBUTE_ID];
    pin->target = end.id;
    pin->window = end.window;
    pin->is_member = end.member >= 0;
    return STATUS_OK;
}

static bool same_pair(const struct pin_record *one, const struct pin_record *other)
{
    return strcmp(one->source, other->source) == 0 && strcmp(one->target, other->target) == 0;
}

/* The same of the ends as they were given, before somebody took over. */
static bool was_given(const struct pin_record *known, const struct pin_record *asked)
{
    return strcmp(known->source_given, asked->source) == 0 && strcmp(known->target_given, asked->target) == 0;
}

/* Whoever has left can be in no plan. */
static enum status meet_roster(struct term *term, const struct roster *roster, const struct pin_record *pin)
{
    if (roster_member(roster, pin->source) < 0)
        return term_absent(term, members_find(term->members, pin->source), 0);
    if (pin->is_member && roster_member(roster, pin->target) < 0)
        return term_absent(term, members_find(term->members, pin->target), 0);
    return STATUS_OK;
}

/* What the scheme says to the pair: a pin that no plan could have is refused when it is made. */
static enum status meet_scheme(struct term *term, const struct term_case *made, const struct pin_record *pin)
{
    struct error *error = term->invocation->error;
    const struct pin asked = {pin->forbids, pin->relation, pin->source, pin->target, ""};
    bool known;
    if (*pin->relation && scheme_relation(made->scheme, pin->relation) < 0)
        return error_add(error, STATUS_INPUT, NULL,
                         _("The scheme has no relation “%s”. Nothing was changed."), pin->relation);
    if (pins_allowed(made->scheme, made->roster, &asked, &known) > 0)
        return STATUS_OK;
    const struct pin other_way = {pin->forbids, pin->relation, pin->target, pin->source, ""};
    if (pin->is_member && pins_allowed(made->scheme, made->roster, &other_way, &known) > 0)
        return error_add(error, STATUS_INPUT, NULL,
                         _("By the scheme “%s” this pair is possible only the other way round. Who contacts "
                           "comes first: tongxin %s %s %s. Nothing was changed."),
                         made->scheme->title, pin->forbids ? "forbid" : "pin", pin->target, pin->source);
    return error_add(error, STATUS_INPUT, NULL,
                     _("By the scheme “%s” this pair is not possible: %s. Nothing was changed."),
                     made->scheme->title, pins_words(term, pin));
}

static enum status pin(struct term *term, const struct pin_options *options, bool forbids)
{
    struct invocation *invocation = term->invocation;
    struct pin_record made = {.source = "",
                              .target = "",
                              .forbids = forbids,
                              .relation = options->relation ? options->relation : ""};
    struct term_case now;
    enum status status = case_now(term, &(struct case_request){.fresh = true}, &now);
    if (status == STATUS_OK)
        status = find_ends(term, options, now.scheme, &made);
    if (status == STATUS_OK)
        status = meet_roster(term, now.roster, &made);
    if (status == STATUS_OK)
        status = meet_scheme(term, &now, &made);
    const struct pin_record *known = now.pin;
    for (int i = 0; status == STATUS_OK && i < now.pins; i++)
        if (!known[i].ended && !known[i].over && same_pair(&known[i], &made))
            status = error_add(
                invocation->error, STATUS_INPUT, NULL,
                _("This pair is fixed already (%s; %s, %.10s): %s. To take that away: tongxin unpin %s "
                  "%s%s"),
                known[i].reason, known[i].made_by, known[i].made, pins_words(term, &made), made.source,
                made.target, term_options(term));
    made.reason = options->reason;
    made.made = term->now.moment;
    made.made_by = term->who;
    made.until = options->until;
    if (status == STATUS_OK)
        status = pins_put(term->store, &made, invocation->error);
    char *subject = talloc_asprintf(invocation->owner, "%s %s", made.source, made.target);
    if (status == STATUS_OK)
        status = term_commit(term, forbids ? "forbid" : "pin", subject, options->reason, NULL);
    if (status != STATUS_OK)
        return status;
    printf(forbids ? _("Forbidden from now on: %s.\n") : _("Pinned from now on: %s.\n"),
           pins_words(term, &made));
    printf(_("The plan in force is as it was. To plan anew: tongxin plan%s\n"), term_options(term));
    return STATUS_OK;
}

static enum status run_either(struct invocation *invocation, bool forbids)
{
    struct pin_options options = {0};
    struct term term;
    read_options(invocation, &options);
    options_need(invocation, options.reason && *options.reason ? options.reason : NULL, "reason",
                 _("the reason, which is shown wherever the pair matters"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_enter(invocation, options.db, STORE_WRITE, &term);
    if (status == STATUS_OK && options.until && clock_is_before(options.until, term.now.date))
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("--until %s is over: today is %s. Name a day that is still to come, or none. "
                           "Nothing was changed."),
                         options.until, term.now.date);
    return status == STATUS_OK ? pin(&term, &options, forbids) : status;
}

static enum status run_pin(struct invocation *invocation)
{
    return run_either(invocation, false);
}

static enum status run_forbid(struct invocation *invocation)
{
    return run_either(invocation, true);
}

/* The same of a pair that is fixed: the scheme need not have the group any more. */
static enum status find_pinned_ends(struct term *term, const struct pin_options *options,
                                    const struct pin_record *known, int pins, struct pin_record *asked)
{
    for (int i = 0; i < pins; i++) {
        if (known[i].is_member || known[i].window || strcmp(known[i].target, options->word[1]) != 0)
            continue;
        int source = term_member(term, options->word[0]);
        if (source < 0)
            return term->invocation->error->status;
        *asked = (struct pin_record){.source = term->members->member[source].value[ATTRIBUTE_ID],
                                     .target = known[i].target};
        return STATUS_OK;
    }
    return find_ends(term, options, NULL, asked);
}

static enum status unpin(struct term *term, const struct pin_options *options)
{
    struct invocation *invocation = term->invocation;
    struct pin_record *known, asked = {.source = "", .target = ""};
    int pins, removed = 0;
    enum status status = pins_read(invocation->owner, term->store, term->members, term->now.date, &known,
                                   &pins, invocation->error);
    if (status == STATUS_OK)
        status = find_pinned_ends(term, options, known, pins, &asked);
    for (int i = 0; status == STATUS_OK && i < pins; i++)
        if (same_pair(&known[i], &asked) || was_given(&known[i], &asked)) {
            status = pins_remove(term->store, known[i].number, invocation->error);
            removed++;
        }
    if (status == STATUS_OK && removed == 0)
        status = error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("This pair is neither pinned nor forbidden: %s. To list those that are: tongxin pins%s"),
            pins_words(term, &asked), term_options(term));
    char *subject = talloc_asprintf(invocation->owner, "%s %s", asked.source, asked.target);
    if (status == STATUS_OK)
        status = term_commit(term, "unpin", subject, options->reason, NULL);
    if (status == STATUS_OK)
        printf(_("Free again: %s. To take that back: tongxin undo%s\n"), pins_words(term, &asked),
               term_options(term));
    return status;
}

static enum status run_unpin(struct invocation *invocation)
{
    struct pin_options options = {0};
    struct term term;
    enum status status = read_options(invocation, &options);
    if (status == STATUS_OK)
        status = term_enter(invocation, options.db, STORE_WRITE, &term);
    return status == STATUS_OK ? unpin(&term, &options) : status;
}

static void print_pins(const struct term *term, const struct pin_record *pin, int pins)
{
    enum { COLUMNS = 6 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT,
                                              ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)pins + 1));
    const char *const heading[COLUMNS] = {_("What"), _("Pair"), _("By"), _("On"), _("Until"), _("Why")};
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = heading[c];
    for (int i = 0; cell && i < pins; i++) {
        const char **row = cell + COLUMNS * (i + 1);
        row[0] = pin[i].forbids ? _("forbidden") : _("pinned");
        row[1] = pins_words(term, &pin[i]);
        row[2] = pin[i].made_by;
        row[3] = talloc_asprintf(owner, "%.10s", pin[i].made);
        row[4] = pin[i].until ? pin[i].until : "";
        row[5] = pin[i].over && !pin[i].ended
                     ? talloc_asprintf(owner, _("%s (ended: %s)"), pin[i].reason, pin[i].over)
                     : talloc_asprintf(owner, "%s%s", pin[i].reason, pin[i].ended ? _(" (over)") : "");
    }
    if (cell)
        terminal_table(stdout, &(struct text_table){COLUMNS, pins + 1, align, cell});
}

static enum status print_pins_json(const struct term *term, const struct pin_record *pin, int pins)
{
    struct json_lines lines = {0};
    for (int i = 0; i < pins; i++)
        json_line(&lines, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:b, s:o, s:o}", "what",
                                    pin[i].forbids ? "forbid" : "pin", "relation", pin[i].relation, "source",
                                    pin[i].source, "target", pin[i].target, "by", pin[i].made_by, "made",
                                    pin[i].made, "reason", pin[i].reason, "until",
                                    json_text_or_null(pin[i].until), "over", pin[i].ended || pin[i].over,
                                    "draft", pin[i].draft ? json_integer(pin[i].draft) : json_null(), "ended",
                                    json_text_or_null(pin[i].over)));
    return json_lines_end(&lines) ? STATUS_OK : error_add_memory(term->invocation->error);
}

/* All pins with what became of them. A scheme that does not fit the roster says nothing of them. */
static enum status read_pins(struct term *term, struct pin_record **pin, int *pins)
{
    struct invocation *invocation = term->invocation;
    struct error *error = invocation->error;
    struct roster *roster;
    struct term_case now;
    invocation->error = error_new(invocation->owner);
    enum status status = case_now(term, &(struct case_request){.fresh = true}, &now);
    invocation->error = error;
    if (status == STATUS_OK) {
        *pin = now.pin;
        *pins = now.pins;
        return STATUS_OK;
    }
    status = members_roster(invocation->owner, term->members, term->file, &roster, error);
    return status == STATUS_OK ? pins_now(term, roster, NULL, pin, pins) : status;
}

static enum status run_pins(struct invocation *invocation)
{
    const char *db = NULL;
    struct term term;
    struct pin_record *pin;
    bool json = false;
    int words, pins;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {"json", 0, NULL, &json}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, NULL, 0, &words);
    if (status == STATUS_OK)
        status = term_enter(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = read_pins(&term, &pin, &pins);
    if (status != STATUS_OK)
        return status;
    if (json)
        return print_pins_json(&term, pin, pins);
    if (pins == 0)
        puts(_("No pair is pinned or forbidden."));
    else
        print_pins(&term, pin, pins);
    return STATUS_OK;
}

const struct command command_pin = {
    .name = "pin",
    .summary = N_("fix a pair that every plan must have"),
    .help = help_pin,
    .run = run_pin,
};

const struct command command_forbid = {
    .name = "forbid",
    .summary = N_("forbid a pair in every plan"),
    .help = help_forbid,
    .run = run_forbid,
};

const struct command command_unpin = {
    .name = "unpin",
    .summary = N_("free a pair that was pinned or forbidden"),
    .help = help_unpin,
    .run = run_unpin,
};

const struct command command_pins = {
    .name = "pins",
    .summary = N_("list what is pinned and forbidden"),
    .help = help_pins,
    .run = run_pins,
};
