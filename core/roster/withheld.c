#include "roster/withheld.h"

#include <string.h>
#include <talloc.h>

#include "roster/sections.h"
#include "roster/tidy.h"

static bool matches(const char *name, const char *spelling, const char *place)
{
    size_t size = strlen(name), length = strlen(spelling);
    if (strcmp(place, "whole") == 0)
        return strcmp(name, spelling) == 0;
    if (strcmp(place, "begin") == 0)
        return strncmp(name, spelling, length) == 0;
    if (strcmp(place, "end") == 0)
        return size >= length && strcmp(name + size - length, spelling) == 0;
    return strstr(name, spelling) != NULL;
}

bool withheld_by_name(const struct codes *names, const struct codes *sectors, const char *name)
{
    char *key = tidy_key(NULL, name);
    const char *sector = layout_sector(key, sectors, name);
    bool found = false, never = sector != NULL;
    for (int i = 0; key && i < names->count; i++) {
        bool here = matches(key, names->key[i], names->meaning[i]);
        if (strcmp(names->meaning[i], "never") == 0)
            never = never || here;
        else
            found = found || here;
    }
    talloc_free(key);
    return found && !never;
}
