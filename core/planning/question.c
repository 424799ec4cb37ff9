#include "planning/question.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"

int question_pair(const struct problem *problem, int relation, int source, int target)
{
    int candidate = relation_pair(&problem->scheme->relation[relation], source, target);
    return candidate < 0 ? -1 : problem->number[relation][candidate];
}

int question_near_place(const struct problem *problem)
{
    const struct scheme *scheme = problem->scheme;
    int change = scheme_stage(scheme, "change"), place = 0;
    for (; place < problem->stages; place++) {
        int stage = problem->stage[place].scheme_stage;
        const char *name = scheme->stage[stage].name;
        if (change >= 0 ? stage > change : strcmp(name, "coverage") != 0 && strcmp(name, "principle") != 0)
            break;
    }
    return place;
}

int64_t question_figure(const struct problem *problem, int stage, int64_t value)
{
    const struct active_stage *active = &problem->stage[stage];
    return (active->more_is_better ? -1 : 1) * (value + active->constant);
}

int question_compare(const struct problem *problem, const int64_t *a, const int64_t *b)
{
    for (int s = 0; s < problem->stages; s++)
        if (a[s] != b[s])
            return a[s] < b[s] ? -1 : 1;
    return 0;
}

enum status question_trouble(const struct problem *problem, const struct solver_result *result,
                             struct error *error)
{
    const struct place place = {.file = problem->scheme->file};
    switch (result->status) {
    case SOLVER_REFUSED:
        if (result->refused_pairs > 0)
            return problem_too_large(problem, result->refused_pairs, error);
        return error_add(
            error, STATUS_INPUT, &place,
            _("The points of a stage are too large to be worked out exactly. Use smaller points: only "
              "their ratio matters."));
    case SOLVER_FEASIBLE:
    case SOLVER_NONE_YET:
        return error_add(
            error, STATUS_NO, NULL,
            _("The time limit came before the proof, so nothing can be said for certain. A longer "
              "--time-limit helps."));
    case SOLVER_INFEASIBLE:
        return error_add(error, STATUS_NO, NULL,
                         _("There is no plan for this roster and scheme. To see why: tongxin solve"));
    default:
        return error_add(error, STATUS_MACHINE, NULL, _("The solver gave up: %s. Nothing was written."),
                         result->message);
    }
}

/* Numbers of the plan's pairs. */
static enum status number_plan(struct question *question, struct error *error)
{
    const struct problem *problem = question->problem;
    for (int i = 0; i < question->pairs; i++) {
        const struct pair *pair = &question->pair[i];
        const struct relation *relation = &question->scheme->relation[pair->relation];
        int number = question_pair(problem, pair->relation, pair->source, pair->target);
        if (number < 0)
            return error_add(
                error, STATUS_INPUT, NULL,
                _("The plan does not keep to the scheme: in “%s”, %s %s may not contact %s. For all that "
                  "is wrong: tongxin check"),
                relation->origin.title, question->roster->member[pair->source].name,
                question->roster->member[pair->source].id,
                target_name(relation, question->roster, pair->target));
        question->number[i] = number;
        question->chosen[number] = 1;
        question->lost[number] = -1;
    }
    if (!solver_verify(&problem->solver, question->chosen, question->value) && !question->is_part)
        return error_add(
            error, STATUS_INPUT, NULL,
            _("The plan does not keep to the scheme: a load, a cover or a rule does not hold. For all "
              "that is wrong: tongxin check"));
    return STATUS_OK;
}

static enum status find_best(struct question *question, struct error *error)
{
    struct solver_result result;
    struct solver_options options = question->options;
    enum status status = STATUS_OK;
    options.any = true;
    solver_solve(&question->problem->solver, &options, &result);
    if (result.status != SOLVER_OPTIMAL)
        status = question_trouble(question->problem, &result, error);
    else
        memcpy(question->best, result.value, (size_t)question->problem->stages * sizeof *question->best);
    solver_result_clear(&result);
    question->is_best = question_compare(question->problem, question->value, question->best) == 0;
    int near = question_near_place(question->problem);
    for (question->near = 0; question->near < near; question->near++)
        if (question->value[question->near] != question->best[question->near])
            break;
    return status;
}

static enum status open_question(const void *owner, const struct roster *roster, const struct scheme *scheme,
                                 const struct solve_request *request, struct question **question,
                                 struct error *error)
{
    struct question *made = *question = talloc_zero(owner, struct question);
    if (!made)
        return error_add_memory(error);
    enum status status = problem_build(made, roster, scheme, request->previous, request->previous_pairs,
                                       request->has_previous, &made->problem, error);
    made->roster = roster;
    made->scheme = scheme;
    made->options = request->options;
    return status;
}

static enum status take_plan(struct question *made, const struct pair *pair, int pairs, struct error *error)
{
    unsigned stages = (unsigned)made->problem->stages + 1, room = (unsigned)made->problem->pairs + 1;
    made->pair = pair;
    made->pairs = pairs;
    made->number = talloc_array(made, int, (unsigned)pairs + 1);
    made->chosen = talloc_zero_array(made, unsigned char, room);
    made->lost = talloc_zero_array(made, int64_t, room);
    made->value = talloc_zero_array(made, int64_t, stages);
    made->best = talloc_zero_array(made, int64_t, stages);
    if (!made->number || !made->chosen || !made->lost || !made->value || !made->best)
        return error_add_memory(error);
    enum status status = number_plan(made, error);
    return status == STATUS_OK ? find_best(made, error) : status;
}

enum status question_open(const void *owner, const struct roster *roster, const struct scheme *scheme,
                          const struct pair *pair, int pairs, const struct solve_request *request,
                          struct question **question, struct error *error)
{
    enum status status = open_question(owner, roster, scheme, request, question, error);
    return status == STATUS_OK && *question ? take_plan(*question, pair, pairs, error) : status;
}

enum status question_open_part(const void *owner, const struct roster *roster, const struct scheme *scheme,
                               const struct pair *pair, int pairs, const struct solve_request *request,
                               int near, struct question **question, struct error *error)
{
    enum status status = open_question(owner, roster, scheme, request, question, error);
    if (status != STATUS_OK || !*question)
        return status;
    (*question)->is_part = true;
    status = take_plan(*question, pair, pairs, error);
    (*question)->near = near;
    return status;
}
