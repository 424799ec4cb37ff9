#include "cli/asked.h"

#include <talloc.h>

#include "base/language.h"
#include "cli/asked_term.h"
#include "cli/prose.h"
#include "cli/stages.h"
#include "planning/plan_file.h"

enum status asked_read(struct invocation *invocation, struct asked *asked)
{
    struct named_plan *named;
    asked->seconds = solver_defaults().seconds;
    seconds_read(invocation, asked->time_limit, &asked->seconds);
    if (asked_is_term(invocation, asked))
        return invocation->error->status == STATUS_OK ? asked_read_term(invocation, asked)
                                                      : invocation->error->status;
    options_need(invocation, asked->plan, "plan",
                 _("the plan that is asked about, JSON or a CSV table of pairs"));
    asked->has_previous = asked->inputs.previous_file != NULL;
    enum status status = inputs_read(invocation, &asked->inputs);
    if (status == STATUS_OK)
        status = plan_read(invocation->owner, asked->plan, &named, invocation->error);
    if (status == STATUS_OK)
        plan_keep_stages(named, asked->inputs.scheme);
    if (status == STATUS_OK)
        status = plan_bind(invocation->owner, named, asked->inputs.scheme, asked->inputs.roster, BIND_REFUSE,
                           &asked->pair, &asked->pairs, NULL, invocation->error);
    return status;
}

enum status asked_open(struct invocation *invocation, struct asked *asked)
{
    const struct inputs *inputs = &asked->inputs;
    struct solve_request request = {.previous = inputs->previous,
                                    .previous_pairs = inputs->previous_pairs,
                                    .has_previous = asked->has_previous,
                                    .options = solver_defaults()};
    request.options.seconds = asked->seconds;
    if (asked->joined > 0 && inputs->roster != asked_term_roster(asked))
        return question_open_part(invocation->owner, inputs->roster, inputs->scheme, asked->pair,
                                  asked->pairs, &request, asked->near, &asked->question, invocation->error);
    return question_open(invocation->owner, inputs->roster, inputs->scheme, asked->pair, asked->pairs,
                         &request, &asked->question, invocation->error);
}

char *asked_price(const void *owner, const struct question *question, const struct priced *priced)
{
    char *list = talloc_strdup(owner, "");
    for (int s = 0; list && s < question->problem->stages; s++) {
        int64_t difference = price_difference(question, priced, s);
        if (difference != 0)
            list = talloc_asprintf_append(
                list, "%s%s %+lld", *list ? _(", ") : "",
                stages_word(question->scheme->stage[question->problem->stage[s].scheme_stage].name),
                (long long)difference);
    }
    return list && !*list ? talloc_strdup(owner, _("no stage changes")) : list;
}

bool asked_say_better(FILE *out, const void *owner, const struct question *question)
{
    const struct problem *problem = question->problem;
    char *list = talloc_strdup(owner, "");
    if (question->is_best || question->is_part)
        return list != NULL;
    for (int s = 0; list && s < problem->stages; s++)
        if (question->best[s] != question->value[s])
            list = talloc_asprintf_append(
                list, _("%s%s %lld (here %lld)"), *list ? _(", ") : "",
                stages_word(question->scheme->stage[problem->stage[s].scheme_stage].name),
                (long long)question_figure(problem, s, question->best[s]),
                (long long)question_figure(problem, s, question->value[s]));
    prose(out,
          _("All this is told of the list as it is, each change alone. It is not the best by the scheme: "
            "somebody fixed pairs, or more moves were allowed. The best is another list and comes to: %s. "
            "tongxin plan makes it in a term, tongxin solve of files."),
          list ? list : "");
    return list != NULL;
}

char *asked_member(const void *owner, const struct roster *roster, int member)
{
    return talloc_asprintf(owner, "%s %s", roster->member[member].name, roster->member[member].id);
}

const char *whom_id(const struct roster *roster, const struct scheme *scheme, struct whom whom)
{
    int place;
    if (whom.kind == TARGET_GROUP) {
        const struct relation *relation = scheme_group(scheme, whom.number, &place);
        return relation ? relation->group[place] : "";
    }
    return whom.kind == TARGET_WINDOW ? roster->window[whom.number].name : roster->member[whom.number].id;
}

const char *asked_whom_id(const struct question *question, struct whom whom)
{
    return whom_id(question->roster, question->scheme, whom);
}

char *asked_whom(const void *owner, const struct question *question, struct whom whom)
{
    return whom.kind == TARGET_MEMBER ? asked_member(owner, question->roster, whom.number)
                                      : talloc_strdup(owner, asked_whom_id(question, whom));
}

char *asked_contacts(const void *owner, const struct question *question, struct whom whom)
{
    char *list = talloc_strdup(owner, "");
    for (int i = 0; list && i < question->pairs; i++)
        if (whom_target(question->scheme, question->pair[i].relation, whom) == question->pair[i].target)
            list = talloc_asprintf_append(list, "%s%s", *list ? _(", ") : "",
                                          asked_member(owner, question->roster, question->pair[i].source));
    return list;
}
