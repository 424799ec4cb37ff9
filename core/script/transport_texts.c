/* Texts that a scheme may not hand over: told where their line is still known. */
#include <string.h>

#include "base/language.h"
#include "script/transport.h"
#include "script/words.h"

/* One text of the declaration in `origin`; `what` names it in the reader's language. */
static void check_text(struct error *error, const char *file, int line, const char *what, const char *text)
{
    const struct place place = {.file = file, .row = line};
    size_t size = text ? strlen(text) : 0;
    if (size > STREAM_TEXT_MOST)
        error_add(error, STATUS_INPUT, &place, _("%s is longer than %d bytes. Please shorten it."), what,
                  STREAM_TEXT_MOST);
    else if (size > 0 && document_text(text, size) != size)
        error_add(error, STATUS_INPUT, &place,
                  _("%s holds a line break or another control character. Please take it out."), what);
}

static void check_origin(struct error *error, const struct origin *origin)
{
    check_text(error, origin->file, origin->line, _("The name"), origin->name);
    if (strcmp(origin->title, origin->name) != 0)
        check_text(error, origin->file, origin->line, _("The title"), origin->title);
    check_text(error, origin->file, origin->line, _("The clause"), origin->clause);
}

static void check_rule(struct error *error, const struct rule *rule)
{
    check_origin(error, &rule->origin);
    for (int i = 0; i < rule->rows; i++) {
        int before = error->count;
        check_text(error, rule->origin.file, rule->origin.line, _("The name of a team"), rule->row[i].team);
        if (error->count > before)
            return; /* the other rows of the team have it too */
    }
}

static void check_parameter(struct error *error, const struct parameter *parameter)
{
    const char *const texts[] = {parameter->name, parameter->title, parameter->usual, parameter->value};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_text(error, parameter->file, parameter->line, _("A text of the parameter"), texts[i]);
    for (int i = 0; i < parameter->choices; i++)
        check_text(error, parameter->file, parameter->line, _("A choice of the parameter"),
                   parameter->choice[i]);
}

void transport_check_texts(const struct scheme *scheme, struct error *error)
{
    check_text(error, scheme->file, 1, _("The name of the scheme"), scheme->name);
    if (strcmp(scheme->title, scheme->name) != 0)
        check_text(error, scheme->file, 1, _("The title of the scheme"), scheme->title);
    check_text(error, scheme->file, 1, _("The source of the scheme"), scheme->source);
    for (int i = 0; i < scheme->needs; i++)
        check_text(error, scheme->file, 1, _("The name of a column that the scheme needs"),
                   scheme->need[i].name);
    for (int i = 0; i < scheme->stages; i++)
        check_text(error, scheme->file, 1, _("The name of a stage"), scheme->stage[i].name);
    for (int i = 0; i < scheme->parameters; i++)
        check_parameter(error, &scheme->parameter[i]);
    for (int i = 0; i < scheme->relations; i++) {
        const struct relation *relation = &scheme->relation[i];
        check_origin(error, &relation->origin);
        for (int k = 0; k < relation->also_count; k++)
            check_text(error, relation->origin.file, relation->origin.line, _("A further title"),
                       relation->also[k]);
        for (int k = 0; k < relation->was_count; k++)
            check_text(error, relation->origin.file, relation->origin.line, _("An earlier name"),
                       relation->was[k]);
    }
    for (int i = 0; i < scheme->covers; i++)
        check_origin(error, &scheme->cover[i].origin);
    for (int i = 0; i < scheme->rules; i++)
        check_rule(error, &scheme->rule[i]);
}
