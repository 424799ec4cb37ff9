/* tongxin edit: a pair of a draft is changed by hand. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/stages.h"
#include "cli/term_absent.h"
#include "cli/term_case.h"
#include "cli/term_end.h"
#include "cli/term_given.h"
#include "cli/term_keep.h"
#include "cli/terminal.h"
#include "planning/plan_file.h"
#include "planning/solve.h"
#include "store/log.h"
#include "store/pins.h"

static const char *const help[] = {
    N_("Usage: tongxin edit SOURCE TARGET --reason TEXT"),
    N_("Changes the newest draft by hand: from now on SOURCE contacts TARGET, in the place of who did. The "
       "check says at once what that breaks and what it costs. The pair stays as it is in later plans. Who "
       "contacts comes first, as in pin, forbid and unpin; where only the other order is possible, it is "
       "read "
       "so, and that is said."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --reason TEXT        why; it is shown wherever the pair matters"),
    N_("  --relation NAME      in this relation, where the target has several"),
    N_("  --instead SOURCE     in the place of this one, where several contact the target"),
    N_("  --version V          change this draft; else the newest, or the version in force"),
    "",
    N_("Example:"),
    "  tongxin edit JH0166 JH0356 --reason 领导意见",
    "",
    N_("Exit status: 0 done; 1 a rule forbids it, nothing was changed; 2 the input is at fault; 3 the "
       "machine is at "
       "fault."),
    NULL,
};

struct edit_options {
    const char *db, *word[2], *reason, *relation, *instead, *version;
};

struct edit {
    int relation, source, target; /* as the scheme numbers them */
    int replaced;                 /* index of the pair that goes; -1: none */
    const char *gone;             /* the name of its relation */
    int version;                  /* that is edited */
    struct pin_record pin;
    const struct term_case *made;
    const struct pair *pair; /* [pairs] of the new version */
    int pairs;
};

/* Which pairs to the target the new one may replace: --relation, --instead (-1: any). */
struct replacing {
    int source, only, instead;
    const char *target;
};

static int several(struct term *term)
{
    error_add(term->invocation->error, STATUS_INPUT, NULL,
              _("The target is contacted in several pairs that this could replace. Name the relation with "
                "--relation, or who gives way with --instead."));
    return -1;
}

/* The pair of the same relation that the new one replaces: how many there are, or -1 with a fault. */
static int find_replaced(struct term *term, const struct term_case *made, const struct pair *pair, int pairs,
                         const struct replacing *replacing, struct edit *edit)
{
    int found = 0;
    edit->replaced = -1;
    for (int p = 0; p < pairs; p++) {
        const struct relation *relation = &made->scheme->relation[pair[p].relation];
        if ((replacing->only >= 0 && pair[p].relation != replacing->only) ||
            strcmp(target_id(relation, made->roster, pair[p].target), replacing->target) != 0)
            continue;
        if (pair[p].source == replacing->source)
            return error_add(term->invocation->error, STATUS_INPUT, NULL,
                             _("That is so already in “%s”. Nothing was changed."), relation->origin.title),
                   -1;
        if (replacing->only < 0 && relation_pair(relation, replacing->source, pair[p].target) < 0)
            continue; /* the new source could not take this one over */
        if (replacing->instead >= 0 && pair[p].source != replacing->instead)
            continue;
        edit->replaced = p;
        found++;
    }
    return found > 1 ? several(term) : found;
}

/* How many may contact the target in the relations of the cover. */
static int most_of(const struct cover *cover, int target)
{
    int at = index_in(cover->target, cover->targets, target);
    return at < 0 ? UNLIMITED : cover->times[at].hi;
}

/* Whether the target has all that a cover of the relation allows it. */
static bool is_full(const struct term_case *made, const struct pair *pair, int pairs, int relation,
                    int target)
{
    const struct scheme *scheme = made->scheme;
    for (int c = 0; c < scheme->covers; c++) {
        const struct cover *cover = &scheme->cover[c];
        int have = 0;
        if (index_in(cover->relation, cover->relations, relation) < 0)
            continue;
        for (int p = 0; p < pairs; p++)
            have += pair[p].target == target &&
                    index_in(cover->relation, cover->relations, pair[p].relation) >= 0;
        if (have >= most_of(cover, target))
            return true;
    }
    return false;
}

/* The pair of another relation that gives way, where a cover joins it with that of the new one and allows no
 * more. */
static bool find_other(struct term *term, const struct term_case *made, const struct pair *pair, int pairs,
                       const struct replacing *replacing, struct edit *edit)
{
    int found = 0;
    if (made->scheme->relation[edit->relation].target_kind != TARGET_MEMBER ||
        (replacing->instead < 0 && !is_full(made, pair, pairs, edit->relation, edit->target)))
        return true;
    for (int p = 0; p < pairs; p++)
        if (pair[p].target == edit->target && pair[p].relation != edit->relation &&
            relations_share_cover(made->scheme, pair[p].relation, edit->relation) &&
            (replacing->instead < 0 || pair[p].source == replacing->instead)) {
            edit->replaced = p;
            found++;
        }
    if (found > 1)
        return several(term), false;
    return true;
}

/* The relation in which the new pair belongs, where it replaces none: the one that allows it. */
static int relation_for(struct term *term, const struct term_case *made, int source, const char *target,
                        int only)
{
    int found = -1, count = 0;
    for (int r = 0; r < made->scheme->relations; r++) {
        const struct relation *relation = &made->scheme->relation[r];
        for (int c = 0; c < relation->pairs; c++)
            if (relation->pair_source[c] == source && (only < 0 || only == r) &&
                strcmp(target_id(relation, made->roster, relation->pair_target[c]), target) == 0) {
                found = r;
                count++;
            }
    }
    if (count == 1)
        return found;
    error_add(term->invocation->error, STATUS_INPUT, NULL,
              count == 0 ? _("By the scheme this pair is not possible. Nothing was changed.")
                         : _("Several relations allow this pair. Name one with --relation."));
    return -1;
}

static int target_number(const struct relation *relation, const struct roster *roster, const char *target)
{
    if (relation->target_kind == TARGET_MEMBER)
        return roster_member(roster, target);
    return relation->target_kind == TARGET_WINDOW ? roster_window(roster, target)
                                                  : relation_group(relation, target);
}

/* The member of the version who gives way; -1 where nobody is named. */
static bool find_instead(struct term *term, const char *word, const struct term_case *made, int *instead)
{
    *instead = -1;
    if (!word)
        return true;
    int member = term_member(term, word);
    if (member < 0)
        return false;
    *instead = roster_member(made->roster, term->members->member[member].value[ATTRIBUTE_ID]);
    if (*instead < 0)
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("%s is not a member in this version. Nothing was changed."), term_name(term, member));
    return *instead >= 0;
}

/* Whether a relation (`only`; -1: any) of the version allows the one to contact the other. */
static bool is_possible(const struct term *term, const struct term_case *made, const struct term_end *from,
                        const struct term_end *to, int only)
{
    int source = from->member < 0
                     ? -1
                     : roster_member(made->roster, term->members->member[from->member].value[ATTRIBUTE_ID]);
    for (int r = 0; source >= 0 && r < made->scheme->relations; r++) {
        const struct relation *relation = &made->scheme->relation[r];
        int target = only < 0 || only == r ? target_number(relation, made->roster, to->id) : -1;
        if (target >= 0 && relation_pair(relation, source, target) >= 0)
            return true;
    }
    return false;
}

static const char *end_words(const struct term *term, const struct term_end *end)
{
    return end->member >= 0 ? term_name(term, end->member) : end->id;
}

/* The two ends, in the order in which the pair is possible: who contacts comes first, but it was the other
 * way round once. */
static enum status find_ends(struct term *term, const struct edit_options *options,
                             const struct term_case *made, int only, struct term_end end[PAIR_ENDS])
{
    struct error *error = term->invocation->error;
    for (int e = 0; e < PAIR_ENDS; e++) {
        if (!term_target(term, made->scheme, options->word[e], &end[e]))
            continue; /* the other word is looked at as well */
        /* The version may know the window by an earlier name. */
        for (int w = 0; end[e].window && w < made->roster->windows; w++)
            if (made->roster->window[w].number == end[e].window)
                end[e].id = made->roster->window[w].name;
    }
    if (error->status != STATUS_OK)
        return error->status;
    if (!is_possible(term, made, &end[END_SOURCE], &end[END_TARGET], only) &&
        is_possible(term, made, &end[END_TARGET], &end[END_SOURCE], only)) {
        const struct term_end first = end[END_SOURCE];
        end[END_SOURCE] = end[END_TARGET];
        end[END_TARGET] = first;
        term_say(term,
                 _("Only the other order is possible, so it is read as: %s contacts %s. Who contacts comes "
                   "first: tongxin edit %s %s\n"),
                 end_words(term, &end[END_SOURCE]), end_words(term, &end[END_TARGET]), options->word[1],
                 options->word[0]);
    }
    if (end[END_SOURCE].member >= 0)
        return STATUS_OK;
    return error_add(error, STATUS_INPUT, NULL,
                     _("“%s” is no member, and so cannot contact. Who contacts comes first: tongxin edit "
                       "SOURCE TARGET. Nothing was changed."),
                     options->word[0]);
}

static enum status find_edit(struct term *term, const struct edit_options *options,
                             const struct term_case *made, const struct pair *pair, int pairs,
                             struct edit *edit)
{
    struct error *error = term->invocation->error;
    struct term_end ends[PAIR_ENDS];
    int only = -1;
    if (options->relation && (only = scheme_relation(made->scheme, options->relation)) < 0)
        return error_add(error, STATUS_INPUT, NULL,
                         _("The scheme has no relation “%s”. Nothing was changed."), options->relation);
    if (find_ends(term, options, made, only, ends) != STATUS_OK)
        return error->status;
    const struct term_end end = ends[END_TARGET];
    int member = ends[END_SOURCE].member;
    const char *id = term->members->member[member].value[ATTRIBUTE_ID];
    edit->source = roster_member(made->roster, id);
    if (edit->source < 0)
        return term_absent(term, member, edit->version);
    if (end.member >= 0 && roster_member(made->roster, end.id) < 0)
        return term_absent(term, end.member, edit->version);
    int instead;
    if (!find_instead(term, options->instead, made, &instead))
        return error->status;
    const struct replacing replacing = {edit->source, only, instead, end.id};
    int count = find_replaced(term, made, pair, pairs, &replacing, edit);
    if (count < 0)
        return error->status;
    edit->relation =
        count > 0 ? pair[edit->replaced].relation : relation_for(term, made, edit->source, end.id, only);
    if (edit->relation < 0)
        return error->status;
    const struct relation *relation = &made->scheme->relation[edit->relation];
    edit->target = target_number(relation, made->roster, end.id);
    if (count == 0 && !find_other(term, made, pair, pairs, &replacing, edit))
        return error->status;
    if (instead >= 0 && edit->replaced < 0)
        return error_add(
            error, STATUS_INPUT, NULL,
            _("In this version the target is not contacted by %s, or %s could not take over from "
              "there. Nothing was changed."),
            made->roster->member[instead].name, made->roster->member[edit->source].name);
    edit->gone = edit->replaced >= 0 ? made->scheme->relation[pair[edit->replaced].relation].origin.name : "";
    edit->pin = (struct pin_record){.relation = relation->origin.name,
                                    .source = id,
                                    .target = end.id,
                                    .window = end.window,
                                    .is_member = end.member >= 0,
                                    .reason = options->reason,
                                    .made = term->now.moment,
                                    .made_by = term->who};
    return STATUS_OK;
}

/* Whether the new version has what the pin fixes. */
static bool has_pair(const struct edit *edit, const struct pin_record *pin)
{
    const struct term_case *made = edit->made;
    for (int p = 0; p < edit->pairs; p++) {
        const struct pair *pair = &edit->pair[p];
        const struct relation *relation = &made->scheme->relation[pair->relation];
        bool same_target = relation->target_kind == TARGET_WINDOW
                               ? made->roster->window[pair->target].number == pin->window_now
                               : strcmp(target_id(relation, made->roster, pair->target), pin->target) == 0;
        if (same_target && strcmp(relation->origin.name, pin->relation) == 0 &&
            strcmp(made->roster->member[pair->source].id, pin->source) == 0)
            return true;
    }
    return false;
}

static enum status keep_pin(struct term *term, const struct plan_version *version, void *data)
{
    const struct edit *edit = data;
    struct pin_record pin = edit->pin, *known;
    int pins;
    struct error *error = term->invocation->error;
    enum status status =
        pins_read(term->invocation->owner, term->store, term->members, term->now.date, &known, &pins, error);
    /* What an earlier edit fixed for this target in this relation, or in the one that gives way, is replaced
     * where the version does not have it any more: of several contacts the others stay fixed. */
    for (int i = 0; status == STATUS_OK && i < pins; i++) {
        bool same_target =
            known[i].window ? known[i].window_now == pin.window : strcmp(known[i].target, pin.target) == 0;
        if (known[i].draft && !known[i].forbids && same_target &&
            (strcmp(known[i].relation, pin.relation) == 0 || strcmp(known[i].relation, edit->gone) == 0) &&
            (known[i].ended || !has_pair(edit, &known[i])))
            status = pins_remove(term->store, known[i].number, error);
    }
    pin.draft = version->version;
    return status == STATUS_OK ? pins_put(term->store, &pin, error) : status;
}

static void tell_edit(struct term *term, const struct named_plan *before, const struct plan *plan,
                      const struct edit *edit, const struct term_case *made, const char *replaced,
                      int version)
{
    const struct relation *relation = &made->scheme->relation[edit->relation];
    const struct member *source = &made->roster->member[edit->source];
    char *target = talloc_strdup(term->invocation->owner, edit->pin.target);
    if (relation->target_kind == TARGET_MEMBER)
        target = talloc_asprintf(term->invocation->owner, "%s %s", made->roster->member[edit->target].name,
                                 edit->pin.target);
    if (replaced)
        printf(_("%s is now contacted by %s %s, no longer by %s (%s). No rule is broken.\n"), target,
               source->name, source->id, replaced, relation->origin.title);
    else
        printf(_("%s is now contacted by %s %s (%s). No rule is broken.\n"), target, source->name, source->id,
               relation->origin.title);
    for (int s = 0; s < plan->stages; s++)
        for (int b = 0; b < before->stages; b++)
            if (strcmp(before->stage[b].name, plan->stage[s].name) == 0 &&
                before->stage[b].value != plan->stage[s].value)
                printf(_("  %s: %lld, was %lld\n"), stages_word(plan->stage[s].name),
                       (long long)plan->stage[s].value, (long long)before->stage[b].value);
    printf(_("This is version %d, a draft. To take it back: tongxin undo%s\n"), version, term_options(term));
}

static enum status edit_version(struct term *term, const struct edit_options *options, int chosen,
                                int64_t entry)
{
    struct invocation *invocation = term->invocation;
    struct term_case made;
    struct named_plan *claimed;
    struct pair *pair;
    struct edit edit = {.version = chosen};
    struct plan plan;
    int pairs;
    enum status status = case_of_version(term, chosen, &made);
    if (status == STATUS_OK)
        status = case_result(term, &made, &claimed, &pair, &pairs);
    if (status == STATUS_OK)
        status = find_edit(term, options, &made, pair, pairs, &edit);
    if (status != STATUS_OK)
        return status;
    const char *replaced = NULL;
    if (edit.replaced >= 0) {
        const struct member *before = &made.roster->member[pair[edit.replaced].source];
        replaced = talloc_asprintf(invocation->owner, "%s %s", before->name, before->id);
        pair[edit.replaced] = (struct pair){edit.relation, edit.source, edit.target, false};
    } else {
        pair = talloc_realloc(invocation->owner, pair, struct pair, (unsigned)pairs + 1);
        if (!pair)
            return error_add_memory(invocation->error);
        pair[pairs++] = (struct pair){edit.relation, edit.source, edit.target, false};
    }
    status = given_plan(term, &made, pair, pairs, claimed->stage, claimed->stages, NULL, &plan,
                        _("So the pair cannot be changed. Nothing was changed."));
    if (status != STATUS_OK)
        return status;
    json_t *note = json_pack("{s:i, s:s, s:s, s:s}", "version", chosen, "relation", edit.pin.relation,
                             "source", edit.pin.source, "target", edit.pin.target);
    char *text = note ? json_dumps(note, JSON_SORT_KEYS) : NULL;
    json_decref(note);
    const char *detail = text ? talloc_strdup(invocation->owner, text) : NULL;
    free(text);
    if (!detail)
        return error_add_memory(invocation->error);
    made.part[PLAN_EDIT] = (struct plan_bytes){detail, strlen(detail)};
    struct plan_version version = {.origin = PLAN_EDITED, .base = chosen};
    const char *subject = talloc_asprintf(invocation->owner, "%s %s", edit.pin.target, edit.pin.source);
    edit.made = &made;
    edit.pair = pair;
    edit.pairs = pairs;
    const struct term_keep_more more = {keep_pin, &edit, subject, options->reason, detail};
    status = term_keep_plan(term, entry, &made, &plan, &version, "edit", &more);
    if (status == STATUS_OK)
        tell_edit(term, claimed, &plan, &edit, &made, replaced, version.version);
    return status;
}

static enum status run(struct invocation *invocation)
{
    struct edit_options options = {0};
    struct term term;
    struct plan_version *version;
    int words, versions;
    int64_t entry;
    const struct option_row rows[] = {{"db", 0, &options.db, NULL},
                                      {"reason", 0, &options.reason, NULL},
                                      {"relation", 0, &options.relation, NULL},
                                      {"instead", 0, &options.instead, NULL},
                                      {"version", 0, &options.version, NULL},
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, options.word, 2, &words);
    if (words < 2)
        error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("Name who shall contact, then who is contacted: tongxin edit SOURCE TARGET --reason TEXT"));
    options_need(invocation, options.reason && *options.reason ? options.reason : NULL, "reason",
                 _("the reason, which is shown wherever the pair matters"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_open(invocation, options.db, STORE_WRITE, &term);
    if (status == STATUS_OK)
        status = log_last(term.store, &entry, invocation->error);
    if (status == STATUS_OK)
        status = term_read_members(&term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term.store, &version, &versions, invocation->error);
    if (status != STATUS_OK)
        return status;
    int chosen = case_draft(version, versions);
    if (!chosen)
        chosen = case_current(version, versions);
    if (options.version || !chosen)
        chosen = case_version(&term, options.version ? options.version : "", version, versions);
    return chosen ? edit_version(&term, &options, chosen, entry) : STATUS_INPUT;
}

const struct command command_edit = {
    .name = "edit",
    .summary = N_("change a pair of a draft by hand"),
    .help = help,
    .run = run,
};
