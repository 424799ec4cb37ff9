#include "cli/nobody.h"

#include <talloc.h>

#include "base/language.h"
#include "cli/prose.h"

/* The place is said, since the scheme is what must be looked at. */
static void tell(FILE *out, const struct origin *origin, const char *format)
{
    char *text = talloc_asprintf(NULL, format, origin->title);
    if (text)
        prose(out, _("%s (%s:%d)"), text, origin->file, origin->line);
    talloc_free(text);
}

static const char *why_no_pair(const struct relation *relation)
{
    if (relation->sources == 0)
        return _("%s: nobody on this roster may contact, so that it has no pair.");
    if (relation->targets == 0)
        return _("%s: nobody on this roster is to be contacted, so that it has no pair.");
    return _(
        "%s: on this roster nobody who may contact fits anybody to be contacted, so that it has no pair.");
}

bool nobody_print(FILE *out, const struct scheme *scheme)
{
    bool any = false;
    for (int r = 0; r < scheme->relations; r++) {
        if (scheme->relation[r].pairs > 0)
            continue;
        any = true;
        tell(out, &scheme->relation[r].origin, why_no_pair(&scheme->relation[r]));
    }
    for (int c = 0; c < scheme->covers; c++) {
        if (scheme->cover[c].targets > 0)
            continue;
        any = true;
        tell(out, &scheme->cover[c].origin,
             _("%s: nobody on this roster is meant, so that it asks nothing."));
    }
    return any;
}
