/* The attributes that scripts may read, and what to say about others. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/host.h"

int attribute_find(const struct roster *roster, const char *name)
{
    for (int i = 0; i < ATTRIBUTES_BUILT_IN; i++)
        if (strcmp(attribute_name(i), name) == 0 || strcmp(attribute_heading(i), name) == 0 ||
            strcmp(roster->column[i].heading, name) == 0)
            return i;
    return -1;
}

char *attribute_complaint(const void *owner, const struct roster *roster, const char *name)
{
    enum { METHODS = 2 };
    const char *names[2 * ATTRIBUTES_BUILT_IN + METHODS];
    for (int i = 0; i < ATTRIBUTES_BUILT_IN; i++) {
        names[i] = attribute_name(i);
        names[ATTRIBUTES_BUILT_IN + i] = attribute_heading(i);
    }
    names[2 * ATTRIBUTES_BUILT_IN] = "in_party";
    names[2 * ATTRIBUTES_BUILT_IN + 1] = "has_role";
    const char *nearest = text_nearest(name, names, 2 * ATTRIBUTES_BUILT_IN + METHODS);
    int found = nearest ? attribute_find(roster, nearest) : -1;
    if (nearest && found < 0)
        return talloc_asprintf(owner, _("Members have no “%s”. Did you mean m:%s \"...\"?"), name, nearest);
    if (nearest)
        return talloc_asprintf(owner, _("Members have no “%s”. Did you mean “%s” (%s)?"), name,
                               attribute_name(found), attribute_heading(found));
    if (roster_column(roster, name) >= 0)
        return talloc_asprintf(
            owner,
            _("“%s” is a further column of the roster. Rules read only: id, name, gender, party, "
              "sector, window, county, unit, post, role, exempt, order."),
            name);
    return talloc_asprintf(
        owner,
        _("Members have no “%s”. There are: id, name, gender, party, sector, window, county, "
          "unit, post, role, exempt, order."),
        name);
}
