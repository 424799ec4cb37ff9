/* Stages: their order, what each may hold, and which way is better. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/blame.h"
#include "script/extends.h"

static const char FEWEST[] = "fewest";
static const char *const usual[] = {"coverage", "principle", "change", "balance", "preference", "fewest"};
enum { USUAL = sizeof usual / sizeof *usual };

static bool is_usual(const char *stage)
{
    for (int i = 0; i < USUAL; i++)
        if (strcmp(usual[i], stage) == 0)
            return true;
    return false;
}

static void take_stages(struct host *host)
{
    struct scheme *scheme = host->scheme;
    bool listed = host->stages_line > 0 && !host->stages_broken;
    scheme->stages = listed ? host->stages : USUAL;
    scheme->stage = talloc_zero_array(scheme, struct scheme_stage, (unsigned)scheme->stages + 1);
    if (!scheme->stage) {
        scheme->stages = 0;
        error_add_memory(host->error);
        return;
    }
    for (int i = 0; i < scheme->stages; i++) {
        scheme->stage[i].name = talloc_strdup(scheme, listed ? host->stage[i] : usual[i]);
        scheme->stage[i].more_is_better = strcmp(scheme->stage[i].name, "preference") == 0;
    }
    int fewest = scheme_stage(scheme, FEWEST);
    if (fewest < 0) {
        fewest = scheme->stages++;
        scheme->stage[fewest].name = FEWEST;
    }
    scheme->stage[fewest].implied = !listed || fewest == host->stages;
}

/* The stage that a declaration wants is not listed. */
static void complain_unlisted(struct host *host, const struct declaration *declaration, const char *stage)
{
    const struct blame blame = blame_place(host, declaration, host->stages_file, host->stages_line);
    if (strcmp(blame.file, declaration->origin.file) != 0) {
        blame_missing(
            host, declaration,
            &(struct missed){
                .stage = true, .name = stage, .file = host->stages_file, .line = host->stages_line});
        return;
    }
    const char **names = talloc_array(host, const char *, (unsigned)host->scheme->stages);
    for (int i = 0; names && i < host->scheme->stages; i++)
        names[i] = host->scheme->stage[i].name;
    const char *nearest = names && !is_usual(stage) ? text_nearest(stage, names, host->scheme->stages) : NULL;
    if (nearest)
        host_fault(host, declaration->origin.line,
                   _("%s belongs to the stage “%s”, which s:stages does not list. Did you mean “%s”?"),
                   declaration->subject, stage, nearest);
    else
        host_fault(host, declaration->origin.line,
                   _("%s belongs to the stage “%s”, which s:stages does not list. Please add it there."),
                   declaration->subject, stage);
    talloc_free(names);
}

static bool less_is_better(enum rule_kind kind)
{
    return kind == RULE_PRINCIPLE || kind == RULE_LIMIT;
}

/* Where the points of a rule go that names no stage. */
static const char *usual_stage(enum rule_kind kind)
{
    return less_is_better(kind) ? "principle" : "preference";
}

/* A usual stage measures one thing; points of one's own go to "principle" or "preference", or to a stage of
 * one's own. */
static bool stage_takes(enum rule_kind kind, const char *stage)
{
    if (!is_usual(stage))
        return true;
    return strcmp(stage, usual_stage(kind)) == 0;
}

static void place_rule(struct host *host, const struct declaration *declaration, struct rule *rule)
{
    const struct field_value *given = declaration_value(declaration, "stage");
    bool may_be_soft = rule->kind == RULE_LINK || rule->kind == RULE_LIMIT;
    if (may_be_soft && !declaration_value(declaration, "points")) {
        if (given)
            host_fault(host, declaration->origin.line,
                       _("%s has a stage but no points. Please give it points, or leave the stage out: then "
                         "it must hold."),
                       declaration->subject);
        return;
    }
    if (!may_be_soft && rule->kind != RULE_PRINCIPLE && rule->kind != RULE_PREFER)
        return;
    const char *stage = given ? given->text : usual_stage(rule->kind);
    if (!stage)
        return;
    rule->stage = scheme_stage(host->scheme, stage);
    if (!stage_takes(rule->kind, stage))
        host_fault(
            host, declaration->origin.line,
            _("%s cannot be in the stage “%s”, which measures something else. Please use “%s” or a name of "
              "your own."),
            declaration->subject, stage, usual_stage(rule->kind));
    else if (rule->stage < 0)
        complain_unlisted(host, declaration, stage);
}

/* The stage is listed by a file that another one extends: that one took its rules away, and is to list the
 * stages anew. */
static bool tell_emptied(struct host *host, const char *stage)
{
    const char *outer = host->bases->text[0].file;
    if (strcmp(host->stages_file, outer) == 0 || !host->self)
        return false;
    host->file = outer;
    host_fault(
        host, host->self->origin.line,
        _("No rule belongs to the stage “%s” any more, which %s:%d lists: they are removed or replaced "
          "here. Please list the stages anew without it: s:stages { ... }."),
        stage, host->stages_file, host->stages_line);
    return true;
}

/* A stage of one's own holds either what should be little (principle, limit) or what should be much (prefer,
 * link).
 */
static void judge_own_stage(struct host *host, int stage)
{
    const struct declaration *little = NULL, *much = NULL;
    for (int i = 0; i < host->scheme->rules; i++) {
        if (host->scheme->rule[i].stage != stage)
            continue;
        if (less_is_better(host->scheme->rule[i].kind))
            little = host->rule[i];
        else
            much = host->rule[i];
    }
    struct scheme_stage *own = &host->scheme->stage[stage];
    own->more_is_better = much && !little;
    const char *nearest = text_nearest(own->name, usual, USUAL);
    if (!little && !much && tell_emptied(host, own->name))
        return;
    host->file = little && much ? much->origin.file : host->stages_file;
    const struct blame mixed = little && much
                                   ? blame_place(host, much, little->origin.file, little->origin.line)
                                   : (struct blame){0};
    if (little && much)
        blame_fault(host, &mixed,
                    _("The stage “%s” holds %s, where less is better, and %s, where more is better. Please "
                      "give one of "
                      "them a stage of its own."),
                    own->name, little->subject, mixed.subject);
    else if (!little && !much && nearest)
        host_fault(host, host->stages_line, _("No rule belongs to the stage “%s”. Did you mean “%s”?"),
                   own->name, nearest);
    else if (!little && !much)
        host_fault(host, host->stages_line,
                   _("No rule belongs to the stage “%s”. Please remove it or give a rule stage "
                     "= \"%s\"."),
                   own->name, own->name);
}

static bool in_principle(const struct declaration *declaration, const char *field)
{
    const struct field_value *value = declaration_value(declaration, field);
    return value && value->range.points > 0;
}

/* A cover that may fall short, a load to be balanced or one in principle needs the stage that measures it. */
static void check_measured(struct host *host)
{
    for (int i = 0; i < host->declarations; i++) {
        const struct declaration *declaration = host->declaration[i];
        host->file = declaration->origin.file;
        const struct field_value *balance = declaration_value(declaration, "balance");
        if (declaration_value(declaration, "shortfall") && scheme_stage(host->scheme, "coverage") < 0)
            complain_unlisted(host, declaration, "coverage");
        if ((in_principle(declaration, "load") || in_principle(declaration, "cover")) &&
            scheme_stage(host->scheme, "principle") < 0)
            complain_unlisted(host, declaration, "principle");
        if (balance && (balance->ends[END_SOURCE] || balance->ends[END_TARGET]) &&
            scheme_stage(host->scheme, "balance") < 0)
            complain_unlisted(host, declaration, "balance");
    }
}

void resolve_stages(struct host *host)
{
    take_stages(host);
    if (host->stages_broken)
        return;
    for (int i = 0; i < host->scheme->rules; i++) {
        host->file = host->rule[i]->origin.file;
        place_rule(host, host->rule[i], &host->scheme->rule[i]);
    }
    for (int i = 0; i < host->scheme->stages; i++)
        if (!is_usual(host->scheme->stage[i].name))
            judge_own_stage(host, i);
    check_measured(host);
}
