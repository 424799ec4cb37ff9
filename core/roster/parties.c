#include "roster/parties.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/tidy.h"

static const char comma[] = "、";

/* `list` with `part` at its end; nothing happens where it is there already. NULL where memory ran out. */
static char *append(char *list, const char *part)
{
    if (text_list_has(list, part))
        return list;
    return talloc_asprintf_append(list, "%s%s", *list ? comma : "", part);
}

enum status parties_read(const void *owner, struct parties **parties, struct error *error)
{
    struct parties *made = talloc_zero(owner, struct parties);
    if (!made)
        return error_add_memory(error);
    enum status status = codes_read(made, "parties.csv", "party", NULL, &made->known, error);
    if (status == STATUS_OK)
        status = codes_read(made, "near_parties.csv", "party", NULL, &made->near, error);
    char *all = talloc_strdup(made, "");
    for (int i = 0; status == STATUS_OK && all && i < made->known->count; i++)
        if (strcmp(made->known->spelling[i], made->known->meaning[i]) == 0)
            all = append(all, made->known->meaning[i]);
    made->all = all;
    if (status == STATUS_OK && !all)
        status = error_add_memory(error);
    if (status != STATUS_OK)
        talloc_free(made);
    else
        *parties = made;
    return status;
}

/* The bytes of a sign or word that may join two parties in a cell (民建（中共）, 民建兼中共), or 0. */
static size_t joint(const char *text)
{
    static const char *const joints[] = {"+", "&", "|", "(", ")", "·", "和", "兼", "及", "与"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        size_t length = strlen(joints[i]);
        if (strncmp(text, joints[i], length) == 0)
            return length;
    }
    return 0;
}

/* The parties that key[0..] is made of without a separator (中共民盟 → 中共、民盟), or NULL. Spellings are
 * tried as the table orders them; the first way through wins. */
static char *take_apart(const void *owner, const struct codes *known, const char *key, const char *so_far)
{
    size_t skip;
    while ((skip = joint(key)))
        key += skip;
    if (!*key)
        return strstr(so_far, comma) ? talloc_strdup(owner, so_far) : NULL;
    char *found = NULL;
    for (int i = 0; i < known->count && !found; i++) {
        size_t length = strlen(known->key[i]);
        if (strncmp(key, known->key[i], length) != 0)
            continue;
        char *more = talloc_strdup(owner, so_far);
        more = more ? append(more, known->meaning[i]) : NULL;
        if (more)
            found = take_apart(owner, known, key + length, more);
        talloc_free(more);
    }
    return found;
}

/* The names of all parties with a spelling that is nearly `part`, joined by 、; "" where there is none. Short
 * names differ by one character from one another, so one nearest name would often be the wrong one. */
static char *nearest(const void *owner, const struct parties *parties, const char *part)
{
    int near = codes_find(parties->near, part);
    if (near >= 0)
        return talloc_strdup(owner, parties->near->meaning[near]);
    char *list = talloc_strdup(owner, "");
    const struct codes *known = parties->known;
    for (int i = 0; list && i < known->count; i++)
        if (text_nearest(part, &known->spelling[i], 1))
            list = append(list, known->meaning[i]);
    return list;
}

static enum status fault_unknown(const struct parties *parties, const char *part, const struct place *place,
                                 struct error *error)
{
    void *scratch = talloc_new(error);
    char *key = scratch ? tidy_key(scratch, part) : NULL;
    if (!key) {
        talloc_free(scratch);
        return error_add_memory(error);
    }
    const char *apart = text_count(key) <= 40 ? take_apart(scratch, parties->known, key, "") : NULL;
    const char *near = apart ? "" : nearest(scratch, parties, part);
    enum status status;
    if (apart)
        status = error_add(
            error, STATUS_INPUT, place,
            _("“%s” is no known party. It looks like several without a separator: write “%s”."), part, apart);
    else if (near && strstr(near, comma))
        status =
            error_add(error, STATUS_INPUT, place,
                      _("“%s” is no known party. The nearest are: %s. Please write the one that is meant."),
                      part, near);
    else if (near && *near)
        status = error_add(error, STATUS_INPUT, place,
                           _("“%s” is no known party. The nearest is “%s”; please check."), part, near);
    else
        status = error_add(error, STATUS_INPUT, place, _("“%s” is no known party. Known are: %s."), part,
                           parties->all);
    talloc_free(scratch);
    return status;
}

char *parties_tidy(const void *owner, const struct parties *parties, const char *text,
                   const struct place *place, struct error *error)
{
    int count;
    char **part = tidy_split(owner, text, place, &count, error);
    char *list = talloc_strdup(owner, "");
    for (int i = 0; part && list && i < count; i++) {
        int code = codes_find(parties->known, part[i]);
        if (code < 0 && fault_unknown(parties, part[i], place, error) == STATUS_MACHINE) {
            talloc_free(list);
            list = NULL;
            break;
        }
        list = append(list, code < 0 ? part[i] : parties->known->meaning[code]);
    }
    talloc_free(part);
    return part ? list : NULL;
}
