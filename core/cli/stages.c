#include "cli/stages.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/terminal.h"

const char *stages_word(const char *name)
{
    static const char *const titles[][2] = {
        {"coverage", N_("coverage")}, {"principle", N_("principle")},   {"change", N_("change")},
        {"balance", N_("balance")},   {"preference", N_("preference")}, {"fewest", N_("fewest")},
    };
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (strcmp(name, titles[i][0]) == 0)
            return _(titles[i][1]);
    return name;
}

static const char *meaning_of(const struct stage_value *stage)
{
    if (strcmp(stage->name, "coverage") == 0)
        return stage->value == 0 ? _("nobody is left short") : _("contacts missing; the fewer, the better");
    if (strcmp(stage->name, "principle") == 0)
        return stage->value == 0 ? _("all that the measure wants “in principle” holds")
                                 : _("points of what is wanted “in principle” and does not hold");
    if (strcmp(stage->name, "change") == 0)
        return _("pairs of the previous plan that are given up");
    if (strcmp(stage->name, "balance") == 0)
        return _("sum of squared loads; the smaller, the more even");
    if (strcmp(stage->name, "preference") == 0)
        return _("convenience; the greater, the better");
    if (strcmp(stage->name, "fewest") == 0)
        return _("pairs in all; none is taken that nothing asks for");
    return stage->more_is_better ? _("the greater, the better") : _("the smaller, the better");
}

void stages_print(FILE *out, const struct stage_value *stage, int stages, bool with_bounds)
{
    static const enum align bounds_align[] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_LEFT};
    static const enum align plain_align[] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    int columns = with_bounds ? 4 : 3, at = 0;
    const char **cell = talloc_array(owner, const char *, (unsigned)(columns * (stages + 1)));
    cell[at++] = _("Stage");
    cell[at++] = _("Value");
    if (with_bounds)
        cell[at++] = _("Bound");
    cell[at++] = _("Meaning");
    for (int s = 0; s < stages; s++) {
        cell[at++] = text_printable(owner, stages_word(stage[s].name));
        cell[at++] = talloc_asprintf(owner, "%lld", (long long)stage[s].value);
        if (with_bounds)
            cell[at++] = talloc_asprintf(owner, "%lld", (long long)stage[s].bound);
        cell[at++] = meaning_of(&stage[s]);
    }
    const struct text_table table = {columns, stages + 1, with_bounds ? bounds_align : plain_align, cell};
    terminal_table(out, &table);
    talloc_free(owner);
}

void stages_progress(void *context, int stage, bool has_value, int64_t value, double bound)
{
    (void)context;
    (void)stage;
    if (!has_value)
        return;
    fputc('\r', stderr);
    fprintf(stderr, _("Best value so far %lld, bound %.0f ..."), (long long)value, bound);
    fflush(stderr);
}
