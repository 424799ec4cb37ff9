/* groups "列名": the sets that a column makes. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/host.h"
#include "script/reads.h"
#include "script/sandbox.h"

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The parts of all cells of the column, sorted, each once. */
static struct group_list *list_groups(struct host *host, int column)
{
    const struct roster *roster = host->roster;
    struct group_list *list = talloc_zero(host, struct group_list);
    const char **names = talloc_array(list, const char *, 0);
    int count = 0;
    for (int m = 0; names && m < roster->members; m++) {
        if (roster->member[m].exempt)
            continue;
        const char *cell = roster->member[m].value[column];
        int parts = *cell != '\0';
        char **part = roster->column[column].type == VALUE_LIST ? text_split_list(names, cell, &parts) : NULL;
        names = talloc_realloc(list, names, const char *, (unsigned)(count + parts) + 1);
        for (int i = 0; names && i < parts; i++)
            names[count++] = part ? part[i] : cell;
    }
    if (!names)
        return NULL;
    qsort(names, (size_t)count, sizeof *names, compare_names);
    for (int i = 0; i < count; i++)
        if (i == 0 || strcmp(names[i], names[list->count - 1]) != 0)
            names[list->count++] = names[i];
    list->column = column;
    list->name = names;
    return list;
}

const struct group_list *set_groups(struct host *host, int column)
{
    for (int i = 0; i < host->group_lists; i++)
        if (host->group_list[i]->column == column)
            return host->group_list[i];
    struct group_list **grown =
        talloc_realloc(host, host->group_list, struct group_list *, (unsigned)host->group_lists + 1);
    struct group_list *list = grown ? list_groups(host, column) : NULL;
    if (grown)
        host->group_list = grown;
    if (list)
        grown[host->group_lists++] = list;
    return list;
}

/* Keeps the groups that the list of texts at index 2 names. */
static void keep_named(struct host *host, struct set *set, int line)
{
    int count;
    const char **texts = field_read_texts(host, host, 2, &count);
    const struct group_list *groups = set->groups;
    set->count = 0;
    for (int i = 0; i < groups->count; i++)
        for (int k = 0; texts && k < count; k++)
            if (strcmp(groups->name[i], texts[k]) == 0) {
                set->index[set->count++] = i;
                break;
            }
    for (int k = 0; texts && k < count; k++) {
        bool known = host->request->no_roster;
        for (int i = 0; i < groups->count && !known; i++)
            known = strcmp(groups->name[i], texts[k]) == 0;
        const char *nearest = known ? NULL : text_nearest(texts[k], groups->name, groups->count);
        set->broken |= !known;
        if (!known && nearest)
            host_fault(host, line, _("No “%s” of the roster is called “%s”. Did you mean “%s”?"),
                       host->roster->column[groups->column].heading, texts[k], nearest);
        else if (!known)
            host_fault(host, line, _("No “%s” of the roster is called “%s”. Please check the name."),
                       host->roster->column[groups->column].heading, texts[k]);
    }
    talloc_free(texts);
}

static int make_groups(lua_State *L)
{
    struct host *host = host_of(L);
    int line = sandbox_line(L, NULL), column = -1;
    host_refuse_late(L, "groups");
    bool named = lua_type(L, 1) == LUA_TSTRING;
    lua_settop(L, 2);
    if (named)
        column = attribute_find(host->roster, lua_tostring(L, 1));
    const struct group_list *groups = column >= 0 ? set_groups(host, column) : NULL;
    struct set *set = set_push(L, TARGET_GROUP, groups ? groups->count : 0);
    set->groups = groups;
    set->broken = !groups;
    set->reads = reads_begin_set(host, line);
    if (groups)
        reads_note(host, TARGET_MEMBER, column, NULL);
    if (!named)
        host_fault(host, line,
                   _("“groups” must be followed by the name of a column, not by %s: groups \"街道\"."),
                   host_describe(L, 1));
    else if (column < 0)
        host_fault(host, line, "%s", attribute_complaint(host, host->roster, lua_tostring(L, 1)));
    for (int i = 0; groups && i < groups->count; i++)
        set->index[set->count++] = i;
    if (!groups || lua_isnil(L, 2))
        return 1;
    if (lua_isfunction(L, 2))
        set_keep_answered(host, set, 2, "groups", line);
    else if (lua_istable(L, 2) || lua_type(L, 2) == LUA_TSTRING)
        keep_named(host, set, line);
    else {
        host_fault(host, line,
                   _("What follows the column of “groups” must be a list of names or a function, not %s."),
                   host_describe(L, 2));
        set->broken = true;
    }
    return 1;
}

void groups_install(lua_State *L)
{
    lua_pushcfunction(L, make_groups);
    sandbox_expose(L, "groups");
}
