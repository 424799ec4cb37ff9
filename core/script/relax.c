/* relax = "load": what the office may change where there is no plan. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/typed_columns.h"

/* What can be relaxed in a declaration; ends with an entry without name. */
struct relaxation {
    const char *name;
    enum relaxable bit;
};

static const struct relaxation of_relation[] = {{"load", RELAX_LOAD}, {"cover", RELAX_COVER}, {NULL, 0}};
static const struct relaxation of_cover[] = {{"shortfall", RELAX_SHORTFALL}, {NULL, 0}};
static const struct relaxation of_limit[] = {
    {"min", RELAX_MIN}, {"max", RELAX_MAX}, {"principle", RELAX_PRINCIPLE}, {NULL, 0}};
static const struct relaxation of_rule[] = {{"principle", RELAX_PRINCIPLE}, {NULL, 0}};

static const struct relaxation *relaxations(const struct word *word)
{
    if (word->declares == DECLARES_RELATION)
        return of_relation;
    if (word->declares == DECLARES_COVER)
        return of_cover;
    return word->kind == RULE_LIMIT ? of_limit : of_rule;
}

static void complain(struct host *host, struct declaration *declaration, const struct relaxation *list,
                     const char *text)
{
    const char *names[4];
    int count = 0;
    char *all = talloc_strdup(declaration, "");
    for (; list[count].name; count++) {
        names[count] = list[count].name;
        if (all)
            all = talloc_asprintf_append(all, "%s\"%s\"", count > 0 ? _(", ") : "", names[count]);
    }
    const char *nearest = text_nearest(text, names, count);
    if (nearest)
        host_fault(host, declaration->origin.line,
                   _("“relax” of %s names “%s”, which cannot be relaxed. Did you mean \"%s\"?"),
                   declaration->subject, text, nearest);
    else
        host_fault(host, declaration->origin.line,
                   _("“relax” of %s names “%s”, which cannot be relaxed. There are: %s."),
                   declaration->subject, text, all ? all : "");
    talloc_free(all);
    declaration->broken = true;
}

int resolve_relax(struct host *host, struct declaration *declaration)
{
    const struct field_value *value = declaration_value(declaration, "relax");
    const struct relaxation *list = relaxations(declaration->word);
    int bits = 0;
    for (int i = 0; value && i < value->count; i++) {
        int k = 0;
        while (list[k].name && strcmp(list[k].name, value->texts[i]) != 0)
            k++;
        if (list[k].name)
            bits |= (int)list[k].bit;
        else
            complain(host, declaration, list, value->texts[i]);
    }
    return bits;
}
