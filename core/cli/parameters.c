#include "cli/parameters.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/terminal.h"

static const char *range_of(const void *owner, const struct parameter *parameter)
{
    if (parameter->type == PARAMETER_FLAG)
        return "true/false";
    if (parameter->type == PARAMETER_INTEGER)
        return talloc_asprintf(owner, "%d..%d", parameter->lo, parameter->hi);
    if (parameter->choices == 0)
        return _("any text");
    char *list = talloc_strdup(owner, parameter->choice[0]);
    for (int i = 1; list && i < parameter->choices; i++)
        list = talloc_asprintf_append(list, "/%s", parameter->choice[i]);
    return list ? list : "";
}

void parameters_print(FILE *out, const struct scheme *scheme)
{
    enum { COLUMNS = 5 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)scheme->parameters + 1));
    int at = 0;
    if (scheme->parameters == 0)
        fprintf(out, _("The scheme %s has no parameters.\n"), text_printable(owner, scheme->name));
    cell[at++] = _("Parameter");
    cell[at++] = _("Value");
    cell[at++] = _("Usually");
    cell[at++] = _("Allowed");
    cell[at++] = _("Meaning");
    for (int i = 0; i < scheme->parameters; i++) {
        const struct parameter *parameter = &scheme->parameter[i];
        cell[at++] = text_printable(owner, parameter->name);
        cell[at++] = text_printable(owner, parameter->value);
        cell[at++] = text_printable(owner, parameter->usual);
        cell[at++] = text_printable(owner, range_of(owner, parameter));
        cell[at++] = text_printable(owner, parameter->title);
    }
    if (scheme->parameters > 0)
        terminal_table(out, &(struct text_table){COLUMNS, scheme->parameters + 1, align, cell});
    talloc_free(owner);
}
