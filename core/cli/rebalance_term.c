#include "cli/rebalance_term.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/term_given.h"
#include "cli/term_keep.h"
#include "planning/plan_file.h"
#include "planning/solve.h"
#include "store/log.h"

enum status rebalance_term_open(struct invocation *invocation, const char *db, bool keeps,
                                struct rebalance_term *open, struct inputs *inputs, struct named_plan **named)
{
    struct plan_version *version;
    int versions;
    struct error *error = invocation->error;
    enum status status = term_open(invocation, db, keeps ? STORE_WRITE : STORE_READ, &open->term);
    if (status == STATUS_OK)
        status = log_last(open->term.store, &open->entry, error);
    if (status == STATUS_OK)
        status = term_read_members(&open->term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, open->term.store, &version, &versions, error);
    if (status == STATUS_OK)
        status = case_now(&open->term, &(struct case_request){.base = case_current(version, versions)},
                          &open->made);
    if (status != STATUS_OK)
        return status;
    const struct plan_bytes *previous = &open->made.part[PLAN_PREVIOUS];
    if (!previous->bytes)
        return error_add(error, STATUS_INPUT, NULL,
                         _("There is no plan yet. To make the first: tongxin plan%s"),
                         term_options(&open->term));
    inputs->roster = open->made.roster;
    inputs->scheme = open->made.scheme;
    return plan_parse(invocation->owner, open->term.file, previous->bytes, previous->size, named, error);
}

static bool same_pairs(const struct plan *plan, const struct frontier_line *line)
{
    bool same = plan->pairs == line->pairs;
    for (int p = 0; same && p < line->pairs; p++)
        same = pair_compare(&plan->pair[p], &line->pair[p]) == 0;
    return same;
}

/* The plan that `tongxin plan` makes, where it is the line; else NULL. */
static enum status solve_line(struct rebalance_term *open, const struct frontier_line *line,
                              struct plan **plan)
{
    struct term_case *made = &open->made;
    struct invocation *invocation = open->term.invocation;
    const struct solve_request request = {.previous = made->previous,
                                          .previous_pairs = made->previous_pairs,
                                          .has_previous = made->has_previous,
                                          .options = solver_defaults()};
    struct plan *solved;
    *plan = NULL;
    enum status status =
        plan_solve(invocation->owner, made->roster, made->scheme, &request, &solved, invocation->error);
    if (status != STATUS_OK)
        return status == STATUS_NO ? STATUS_OK : status;
    if (solved->status != PLAN_OPTIMAL || !same_pairs(solved, line))
        return STATUS_OK;
    struct plan_bytes *result = &made->part[PLAN_RESULT];
    result->bytes = plan_to_json(invocation->owner, solved, made->scheme, made->roster, &result->size);
    *plan = solved;
    return result->bytes ? STATUS_OK : error_add_memory(invocation->error);
}

/* The line as a plan that is given. */
static enum status give_line(struct rebalance_term *open, const struct frontier *frontier,
                             const struct frontier_line *line, struct plan *plan)
{
    struct invocation *invocation = open->term.invocation;
    const struct plan *proven = frontier_plan(invocation->owner, open->made.scheme, frontier, line);
    const char *note = talloc_asprintf(invocation->owner, "{\"rebalance\": %lld}", (long long)line->moves);
    if (!proven || !note)
        return error_add_memory(invocation->error);
    open->made.part[PLAN_EDIT] = (struct plan_bytes){note, strlen(note)};
    return given_plan(&open->term, &open->made, line->pair, line->pairs, proven->stage, proven->stages,
                      proven->proof, plan, _("So this line cannot be taken. Nothing was changed."));
}

enum status rebalance_term_keep(struct rebalance_term *open, const struct frontier *frontier,
                                const struct frontier_line *line, bool frozen, const char *reverted,
                                int *version)
{
    struct plan given, *solved = NULL;
    struct term_case *made = &open->made;
    enum status status = STATUS_OK;
    if (line == &frontier->line[0] && !frozen)
        status = solve_line(open, line, &solved);
    if (status == STATUS_OK && !solved)
        status = give_line(open, frontier, line, &given);
    if (status != STATUS_OK)
        return status;
    struct plan_version kept = {.origin = solved ? PLAN_SOLVED : PLAN_REBALANCED, .base = made->base};
    json_t *detail = json_pack("{s:I, s:s*}", "moves", (json_int_t)line->moves, "reverted", reverted);
    char *text = detail ? json_dumps(detail, JSON_PRESERVE_ORDER) : NULL;
    const struct term_keep_more more = {.detail = text};
    status = text ? term_keep_plan(&open->term, open->entry, made, solved ? solved : &given, &kept,
                                   "rebalance", &more)
                  : error_add_memory(open->term.invocation->error);
    json_decref(detail);
    free(text);
    *version = kept.version;
    return status;
}
