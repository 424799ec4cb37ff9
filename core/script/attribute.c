/* The attributes that scripts may read, and what to say about others. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/needs.h"
#include "script/host.h"

int attribute_find(const struct roster *roster, const char *name)
{
    for (int i = 0; i < ATTRIBUTES_BUILT_IN; i++)
        if (strcmp(attribute_name(i), name) == 0 || strcmp(attribute_heading(i), name) == 0 ||
            strcmp(roster->column[i].heading, name) == 0)
            return i;
    for (int i = ATTRIBUTES_BUILT_IN; i < roster->columns; i++)
        if (roster->column[i].attribute &&
            (strcmp(roster->column[i].attribute, name) == 0 || strcmp(roster->column[i].heading, name) == 0))
            return i;
    int found = roster_find_heading(roster, name); /* written with other blanks than in the file */
    return found >= ATTRIBUTES_BUILT_IN && roster->column[found].attribute ? found : -1;
}

/* The name nearest to `name` by which scripts call an attribute or method, or NULL. */
static const char *nearest_name(const struct roster *roster, const char *name)
{
    const char **names = talloc_array(roster, const char *, 2 * (unsigned)roster->columns + 2);
    int count = 0;
    for (int i = 0; names && i < ATTRIBUTES_BUILT_IN; i++)
        names[count++] = attribute_name(i);
    for (int i = 0; names && i < ATTRIBUTES_BUILT_IN; i++)
        names[count++] = attribute_heading(i);
    for (int i = ATTRIBUTES_BUILT_IN; names && i < roster->columns; i++) {
        if (!roster->column[i].attribute)
            continue;
        names[count++] = roster->column[i].attribute;
        names[count++] = roster->column[i].heading;
    }
    if (names) {
        names[count++] = "in_party";
        names[count++] = "has_role";
    }
    const char *nearest = names ? text_nearest(name, names, count) : NULL;
    talloc_free(names);
    return nearest;
}

char *attribute_complaint(const void *owner, const struct roster *roster, const char *name)
{
    const char *nearest = nearest_name(roster, name);
    int found = nearest ? attribute_find(roster, nearest) : -1;
    if (nearest && found < 0)
        return talloc_asprintf(owner, _("Members have no “%s”. Did you mean m:%s \"...\"?"), name, nearest);
    if (nearest)
        return talloc_asprintf(
            owner, _("Members have no “%s”. Did you mean “%s” (%s)?"), name, roster->column[found].attribute,
            found < ATTRIBUTES_BUILT_IN ? attribute_heading(found) : roster->column[found].heading);
    if (roster_column(roster, name) >= 0)
        return talloc_asprintf(
            owner,
            _("“%s” is a further column of the roster. To read it, please name it first: scheme { needs = "
              "{ a_name = \"%s\" } }."),
            name, name);
    return talloc_asprintf(
        owner,
        _("Members have no “%s”. There are: id, name, gender, party, sector, window, county, "
          "unit, post, role, exempt, order."),
        name);
}
