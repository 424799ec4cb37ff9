#include "roster/column_names.h"

#include <string.h>
#include <talloc.h>

#include "roster/tidy.h"

static bool same_key(const void *scratch, const char *one, const char *other)
{
    char *a = tidy_key(scratch, one), *b = tidy_key(scratch, other);
    bool same = a && b && strcmp(a, b) == 0;
    talloc_free(a);
    talloc_free(b);
    return same;
}

struct column_name *column_names_find(const struct column_names *names, const char *heading)
{
    struct column_name *found = NULL;
    for (int i = 0; names && i < names->count; i++)
        if (*names->name[i].heading && same_key(names->name, names->name[i].heading, heading))
            found = &names->name[i];
    return found;
}

/* What the program calls the column: "unit" for 单位, 工作单位 and unit; else the text itself. */
static const char *meaning_of(const struct codes *codes, const char *field)
{
    int code = codes_find(codes, field);
    for (int i = 0; code < 0 && i < codes->count; i++)
        if (strcmp(codes->meaning[i], field) == 0)
            code = i;
    return code < 0 ? field : codes->meaning[code];
}

bool column_names_add(const void *owner, struct column_names *names, const char *field, const char *heading,
                      bool kept)
{
    struct column_name *grown =
        talloc_realloc(owner, names->name, struct column_name, (unsigned)names->count + 1);
    if (!grown)
        return false;
    names->name = grown;
    grown[names->count] = (struct column_name){
        .field = talloc_strdup(owner, field), .heading = talloc_strdup(owner, heading), .kept = kept};
    bool done = grown[names->count].field && grown[names->count].heading;
    names->count += done;
    return done;
}

enum status column_names_apply(const void *owner, const struct column_names *names, struct codes **codes,
                               struct error *error)
{
    int count = names ? names->count : 0, said = 0;
    const char **spelling = talloc_array(owner, const char *, (unsigned)count + 1);
    const char **meaning = talloc_array(owner, const char *, (unsigned)count + 1);
    if (!spelling || !meaning)
        return error_add_memory(error);
    for (int i = 0; i < count; i++) {
        if (!*names->name[i].heading || column_names_find(names, names->name[i].heading) != &names->name[i])
            continue;
        spelling[said] = names->name[i].heading;
        meaning[said++] = meaning_of(*codes, names->name[i].field);
    }
    return said == 0 ? STATUS_OK : codes_with(owner, *codes, spelling, meaning, said, codes, error);
}

const char *column_names_heading(const struct column_names *names, const struct codes *codes,
                                 const char *field)
{
    if (codes_find(codes, field) >= 0)
        return field;
    for (int i = 0; i < codes->count; i++)
        if (strcmp(codes->meaning[i], field) == 0 && !column_names_find(names, codes->spelling[i]))
            return codes->spelling[i];
    return field;
}
