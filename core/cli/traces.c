#include "cli/traces.h"

#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/terminal.h"

static void print_table(FILE *out, const struct scheme *scheme)
{
    enum { COLUMNS = 6 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT,  ALIGN_LEFT,  ALIGN_RIGHT,
                                              ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    int at = 0;
    const char **cell = talloc_array(owner, const char *, COLUMNS *(unsigned)(scheme->traces + 1));
    cell[at++] = _("Rule");
    cell[at++] = _("Field");
    cell[at++] = _("Pairs");
    cell[at++] = _("Cases");
    cell[at++] = _("Calls");
    cell[at++] = _("Reads");
    for (int i = 0; i < scheme->traces; i++) {
        const struct traced *trace = &scheme->trace[i];
        cell[at++] = text_printable(owner, trace->origin.name);
        cell[at++] = trace->field;
        cell[at++] = talloc_asprintf(owner, "%lld", (long long)trace->pairs);
        cell[at++] = talloc_asprintf(owner, "%lld", (long long)trace->cases);
        cell[at++] = talloc_asprintf(owner, "%lld", (long long)trace->calls);
        cell[at++] = *trace->reads ? text_printable(owner, trace->reads) : _("nothing at all");
    }
    terminal_table(out, &(struct text_table){COLUMNS, scheme->traces + 1, align, cell});
    talloc_free(owner);
}

void traces_print(FILE *out, const struct scheme *scheme)
{
    fputs("\n", out);
    if (scheme->traces == 0) {
        terminal_paragraph(out, _("The rules of this scheme have no functions; comparisons need no Lua."), 0,
                           0, terminal_width(out));
        fputs("\n", out);
        return;
    }
    terminal_paragraph(out,
                       _("The functions of the rules; pairs of which one reads the same are asked once:"), 0,
                       0, terminal_width(out));
    print_table(out, scheme);
}
