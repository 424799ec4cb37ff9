/* p, the third argument of a pair's functions: what --pairs says of the pair. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/cells.h"
#include "script/sandbox.h"
#include "script/trace.h"

static const char pair_type[] = "tongxin.pair";

struct pair_view {
    struct trace *trace;
    int row; /* number in the table from 1; 0: none */
    bool gone;
};

/* ---- rows of pairs ---- */

struct pair_index {
    const struct pair_index *next;
    struct end kind; /* of the targets */
    int *begin;      /* [members + 1] into the two below */
    int *target;     /* ascending for each source */
    int *row;        /* numbers from 1 */
};

static int find_target(const struct roster *roster, const struct end *kind, const char *name)
{
    if (kind->kind == TARGET_MEMBER)
        return roster_member(roster, name);
    if (kind->kind == TARGET_WINDOW) {
        int window = roster_window(roster, name);
        return window >= 0 && strcmp(roster->window[window].name, name) == 0 ? window : -1;
    }
    for (int i = 0; i < kind->groups; i++)
        if (strcmp(kind->group[i], name) == 0)
            return i;
    return -1;
}

/* Rows ascend by source and name, and so do members, windows and groups by their names. */
static void fill_index(struct pair_index *index, const struct roster *roster, const struct pair_table *table)
{
    int count = 0, row = 0;
    for (int m = 0; m <= roster->members; m++) {
        index->begin[m] = count;
        for (; row < table->rows && table->row[row].source == m; row++) {
            index->target[count] = find_target(roster, &index->kind, table->row[row].target);
            index->row[count] = row + 1;
            count += index->target[count] >= 0;
        }
    }
}

bool pair_rows(struct host *host, const struct end *kind, const struct pair_index **rows)
{
    const struct pair_table *table = host->request->pairs;
    *rows = NULL;
    if (!table || host->pair_columns == 0)
        return true;
    for (const struct pair_index *index = host->pair_rows; index; index = index->next)
        if (index->kind.kind == kind->kind && index->kind.group == kind->group)
            *rows = index;
    if (*rows)
        return true;
    struct pair_index *index = talloc_zero(host, struct pair_index);
    if (!index)
        return false;
    index->kind = *kind;
    index->begin = talloc_array(index, int, (unsigned)host->roster->members + 1);
    index->target = talloc_array(index, int, (unsigned)table->rows + 1);
    index->row = talloc_array(index, int, (unsigned)table->rows + 1);
    if (!index->begin || !index->target || !index->row)
        return false;
    fill_index(index, host->roster, table);
    index->next = host->pair_rows;
    host->pair_rows = index;
    *rows = index;
    return true;
}

int pair_row_of(const struct pair_index *rows, int source, int target)
{
    if (!rows)
        return 0;
    int low = rows->begin[source], high = rows->begin[source + 1];
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (rows->target[middle] == target)
            return rows->row[middle];
        if (rows->target[middle] < target)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* ---- the view ---- */

/* Made once, like the views of a rule's two ends (view.c). */
void pair_view_push(lua_State *L, struct trace *trace, int row)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &pair_type) != LUA_TUSERDATA) {
        lua_pop(L, 1);
        lua_newuserdatauv(L, sizeof(struct pair_view), 0);
        luaL_setmetatable(L, pair_type);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &pair_type);
    }
    *(struct pair_view *)lua_touserdata(L, -1) = (struct pair_view){trace, row, false};
}

void pair_view_end(lua_State *L, int index)
{
    ((struct pair_view *)lua_touserdata(L, index))->gone = true;
}

static int refuse_name(lua_State *L, const struct host *host, const char *name)
{
    if (host->pair_columns == 0)
        return sandbox_raise(L,
                             _("“%s” is no column of --pairs, because the scheme declares none. Please write "
                               "scheme { pairs = { %s = \"heading\" } }."),
                             name, name);
    const char **names = lua_newuserdatauv(L, (size_t)host->pair_columns * sizeof *names, 0);
    for (int i = 0; i < host->pair_columns; i++)
        names[i] = host->pair_column[i].name;
    const char *nearest = text_nearest(name, names, host->pair_columns);
    if (nearest)
        return sandbox_raise(L, _("The scheme declares no column “%s” of --pairs. Did you mean “%s”?"), name,
                             nearest);
    return sandbox_raise(L,
                         _("The scheme declares no column “%s” of --pairs. Please add it to scheme { pairs = "
                           "{ ... } }."),
                         name);
}

static int pair_index(lua_State *L)
{
    const struct pair_view *view = luaL_testudata(L, 1, pair_type);
    const struct host *host = host_of(L);
    if (!view)
        return 0; /* nobody has this function but the view's own metatable */
    if (view->gone)
        return sandbox_raise(L,
                             _("What a file says of a pair can be read only while the function it was given "
                               "to runs. Please keep the text instead."));
    if (lua_type(L, 2) != LUA_TSTRING)
        return sandbox_raise(L, _("A column of --pairs has a name: p.cost, not %s."), host_describe(L, 2));
    const char *name = lua_tostring(L, 2);
    const struct pair_column *found = NULL;
    for (int i = 0; i < host->pair_columns; i++)
        if (strcmp(host->pair_column[i].name, name) == 0)
            found = &host->pair_column[i];
    if (!found)
        return refuse_name(L, host, name);
    if (view->trace && !trace_read(view->trace, PLACE_ROW, READ_COLUMN, found->column, NULL))
        return sandbox_raise(L, _("The machine has too little memory for this."));
    const char *text = view->row > 0 ? host->request->pairs->row[view->row - 1].value[found->column] : "";
    cell_push_text(L, found->type, text);
    return 1;
}

static int pair_assign(lua_State *L)
{
    return sandbox_raise(L, _("What a file says of a pair is there to be read. Please take this assignment "
                              "out."));
}

static int pair_compare(lua_State *L)
{
    return sandbox_raise(L, _("Rows of --pairs are not compared as such. Please compare what is meant: "
                              "p.cost == 0."));
}

void pair_view_install(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", pair_index}, {"__newindex", pair_assign}, {"__eq", pair_compare}, {NULL, NULL}};
    luaL_newmetatable(L, pair_type);
    luaL_setfuncs(L, methods, 0);
    lua_pushliteral(L, "pair");
    lua_setfield(L, -2, "__name");
    lua_pop(L, 1);
}
