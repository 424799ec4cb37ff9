#include "cli/carried.h"

#include "base/language.h"
#include "cli/prose.h"

void carried_print(FILE *out, const struct carried *carried)
{
    for (int g = 0; g < carried->gone_relations; g++)
        prose(out,
              _("The scheme has no relation “%s” any more; with it end pairs of the previous plan: %d. If it "
                "is only called otherwise now, write was = \"%s\" in the relation that it is."),
              carried->gone[g].name, carried->gone[g].pairs, carried->gone[g].name);
    if (carried->joined > 0)
        prose(
            out,
            _("Pairs of the previous plan that are one with another now, since people, windows or relations "
              "were put together: %d. Each such pair counts once, as kept."),
            carried->joined);
    if (carried->own > 0)
        prose(out,
              _("Pairs of the previous plan that end, since the successor is the other end himself: %d."),
              carried->own);
}
