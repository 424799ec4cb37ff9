/* needs = { ... }: further columns of the roster, by name and type; and what dates are asked: year, month,
 * day. */
#include "roster/needs.h"
#include "roster/likely.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/typed_cell.h"
#include "script/sandbox.h"
#include "script/typed_columns.h"

static void complain_missing(struct host *host, int line, const struct typed_column *column)
{
    int choices;
    const char **likely = likely_headings(host, host->roster, column->heading, &choices);
    if (choices > 0)
        host_fault(
            host, line,
            _("The roster has no column “%s”, which needs.%s asks for. Did you mean “%s”? If that is the "
              "column: --columns %s=%s."),
            column->heading, column->name, likely[0], column->heading, likely[0]);
    else
        host_fault(
            host, line,
            _("The roster has no column “%s”, which needs.%s asks for. Please add it to the roster, or "
              "correct the heading."),
            column->heading, column->name);
}

static bool name_is_free(struct host *host, int line, const struct typed_column *column)
{
    int built_in = attribute_find(host->roster, column->name);
    if ((built_in >= 0 && built_in < ATTRIBUTES_BUILT_IN) || strcmp(column->name, "in_party") == 0 ||
        strcmp(column->name, "has_role") == 0) {
        host_fault(host, line,
                   _("“%s” in “needs” is a name that every member has already. Please choose another one."),
                   column->name);
        return false;
    }
    return true;
}

/* What an earlier `needs` says of this name or column: 1 the same, 0 nothing, -1 with a fault. */
static int compare_earlier(struct host *host, int line, const struct typed_column *column, int found)
{
    for (int i = 0; i < host->needs; i++) {
        const struct host_need *earlier = &host->need[i];
        bool same_name = strcmp(earlier->need.name, column->name) == 0;
        bool same_column = found >= 0 && earlier->need.column == found;
        if (same_name && same_column && earlier->need.type == column->type)
            return 1;
        if (!same_name && !same_column)
            continue;
        host_fault(
            host, line,
            _("needs.%s, the column “%s”, does not go with needs.%s, the column “%s”, in %s:%d. Please "
              "keep one name, one column and one type for each."),
            column->name, column->heading, earlier->need.name, earlier->need.heading, earlier->file,
            earlier->line);
        return -1;
    }
    return 0;
}

/* The column's index, -1 with a fault. Where the roster lacks the column it is taken as there, an empty one
 * that is still to be added (roster->columns): what rules say of it should not be told as further faults. */
static int find_column(struct host *host, int line, const struct typed_column *column)
{
    int found = roster_find_heading(host->roster, column->heading);
    if (found == -1 && !host->request->no_roster) {
        complain_missing(host, line, column);
        host->files_unsound = true;
    }
    if (found == -1)
        return host->roster->columns;
    if (found == -2)
        host_fault(
            host, line,
            _("The roster has several columns “%s”, so needs.%s cannot tell which one is meant. Please "
              "rename one of them."),
            column->heading, column->name);
    else if (found < ATTRIBUTES_BUILT_IN)
        host_fault(host, line,
                   _("The column “%s” needs no needs: rules read it as “%s”. Please take needs.%s out."),
                   column->heading, attribute_name((enum attribute)found), column->name);
    return found < ATTRIBUTES_BUILT_IN ? -1 : found;
}

static bool add_need(struct host *host, int line, const struct typed_column *column)
{
    int found = name_is_free(host, line, column) ? find_column(host, line, column) : -1;
    int earlier = found >= 0 ? compare_earlier(host, line, column, found) : -1;
    if (earlier != 0)
        return earlier > 0;
    struct host_need *grown = talloc_realloc(host, host->need, struct host_need, (unsigned)host->needs + 1);
    if (!grown) {
        error_add_memory(host->error);
        return false;
    }
    host->need = grown;
    grown[host->needs] = (struct host_need){
        .need = {.name = column->name, .heading = column->heading, .column = found, .type = column->type},
        .file = host_file(host),
        .line = line};
    /* Faults of the cells do not spoil the scheme: it is run on, to find its own. But no rule is asked. */
    host->files_unsound |=
        roster_type_needs(host->roster, &grown[host->needs++].need, 1, host->error) != STATUS_OK;
    return true;
}

bool needs_read(struct host *host, int line, int index)
{
    struct typed_column *column;
    int columns;
    bool ok = typed_columns_read(host, host, "needs", line, index, &column, &columns);
    for (int i = 0; i < columns; i++)
        ok = add_need(host, line, &column[i]) && ok;
    return ok;
}

bool needs_hand_over(struct host *host)
{
    struct scheme *scheme = host->scheme;
    scheme->need = talloc_zero_array(scheme, struct need, (unsigned)host->needs);
    for (int i = 0; scheme->need && i < host->needs; i++) {
        struct need *need = &scheme->need[i];
        *need = host->need[i].need;
        need->name = talloc_strdup(scheme->need, need->name);
        need->heading = talloc_strdup(scheme->need, need->heading);
        if (!need->name || !need->heading)
            return false;
    }
    scheme->needs = scheme->need ? host->needs : 0;
    return scheme->need != NULL;
}

/* ---- year, month, day ---- */

/* Upvalues: the word, and which part of a date it asks for. */
static int part_of_date(lua_State *L)
{
    const char *word = lua_tostring(L, lua_upvalueindex(1));
    struct date date;
    if (lua_type(L, 1) != LUA_TSTRING)
        return sandbox_raise(L, _("“%s” asks a date, such as %s(m.born), not %s."), word, word,
                             host_describe(L, 1));
    if (!*lua_tostring(L, 1)) {
        lua_pushnil(L);
        return 1;
    }
    if (date_read(lua_tostring(L, 1), &date) != DATE_READ)
        return sandbox_raise(
            L, _("“%s” asks a date, not %s. Please give the column the type \"date\" in needs."), word,
            host_describe(L, 1));
    const int part[] = {date.year, date.month, date.day};
    int asked = part[lua_tointeger(L, lua_upvalueindex(2))];
    if (asked > 0)
        lua_pushinteger(L, asked);
    else
        lua_pushnil(L);
    return 1;
}

void dates_install(lua_State *L)
{
    static const char *const words_of_dates[] = {"year", "month", "day"};
    for (int i = 0; i < 3; i++) {
        lua_pushstring(L, words_of_dates[i]);
        lua_pushinteger(L, i);
        lua_pushcclosure(L, part_of_date, 2);
        sandbox_expose(L, words_of_dates[i]);
    }
}
