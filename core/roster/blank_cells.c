#include "roster/blank_cells.h"

#include "base/language.h"

void blank_cell_fault(const struct place *place, const char *who, enum attribute attribute,
                      const struct origin *origin, struct error *error)
{
    if (attribute == ATTRIBUTE_PARTY)
        error_add(error, STATUS_INPUT, place,
                  _("%s has no party, and the scheme goes by it: “%s” (%s:%d). Fill it in; several are "
                    "separated by 、."),
                  who, origin->title, origin->file, origin->line);
    else
        error_add(error, STATUS_INPUT, place,
                  _("%s has no window and no reason to be exempt, and the scheme goes by windows: “%s” "
                    "(%s:%d). Fill in the window, or the reason in a column “%s”."),
                  who, origin->title, origin->file, origin->line, attribute_heading(ATTRIBUTE_EXEMPT));
}
