#include "script/report_table.h"

#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/report_host.h"
#include "script/sandbox.h"

static const char table_type[] = "tongxin.report.table";

static void read_column(lua_State *L, int number, struct table_column *column)
{
    static const char *const names[] = {"title", "width", "align"};
    enum { WIDTH_MOST = 1000 };
    int index = lua_gettop(L);
    *column = (struct table_column){.title = "", .width = 1};
    if (lua_type(L, index) == LUA_TSTRING) {
        size_t size;
        column->title = lua_tolstring(L, index, &size);
        if (document_text(column->title, size) != size)
            sandbox_raise(L, _("The title of column %d holds a line break or another control character."),
                          number);
        return; /* the text lives as long as the script's table */
    }
    if (!lua_istable(L, index))
        sandbox_raise(L, _("Column %d is %s. Please write its title, or { title = \"...\", width = 2 }."),
                      number, report_describe(L, index));
    report_check_fields(L, index, "column", names, sizeof names / sizeof *names, false);
    column->title = report_field_text(L, index, "column", "title", "");
    column->width = report_field_number(L, index, "column", "width", 1, WIDTH_MOST, 1);
    column->align = report_field_align(L, index, "column");
}

int report_table_new(lua_State *L)
{
    static const char *const names[] = {"columns"};
    struct report_host *host = report_host_of(L);
    struct table_column column[TABLE_COLUMNS_MOST];
    if (!lua_istable(L, 2) || lua_gettop(L) != 2)
        return sandbox_raise(L, _("“%s” is followed by braces: %s { ... }."), "table", "r:table");
    report_check_fields(L, 2, "table", names, 1, false);
    lua_getfield(L, 2, "columns");
    if (!lua_istable(L, 3))
        return sandbox_raise(L, _("A table needs its columns: r:table { columns = { \"...\", \"...\" } }."));
    report_check_fields(L, 3, "columns", NULL, 0, true);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 3);
    if (count < 1 || count > TABLE_COLUMNS_MOST)
        return sandbox_raise(L, _("A table has 1 to %d columns, not %d. Please correct “columns”."),
                             TABLE_COLUMNS_MOST, (int)count);
    for (int c = 0; c < count; c++) {
        lua_rawgeti(L, 3, c + 1);
        read_column(L, c + 1, &column[c]);
        lua_pop(L, 1);
    }
    struct report_table *table = lua_newuserdatauv(L, sizeof *table, 0);
    *table = (struct report_table){.before = host->last};
    table->table = document_add_table(host->document, column, (int)count);
    if (!table->table)
        return report_no_memory(L);
    table->line = sandbox_line(L, &table->file);
    luaL_setmetatable(L, table_type);
    lua_pushvalue(L, -1);
    luaL_ref(L, LUA_REGISTRYINDEX); /* kept until report_tables_check */
    host->last = table;
    return 1;
}

/* Lets the cell take its places in the row; raises where there is none. */
static int place_cell(lua_State *L, struct report_table *table, int *taken, int at, int number,
                      const struct table_cell *cell)
{
    int columns = table->table->columns;
    while (at < columns && table->taken[at] > 0)
        at++;
    if (at + cell->columns > columns)
        return sandbox_raise(
            L,
            _("This row has no room for its cell %d: the table has %d columns, merged cells from "
              "the rows above included."),
            number, columns);
    for (int c = at; c < at + cell->columns; c++) {
        if (table->taken[c] > 0)
            return sandbox_raise(
                L,
                _("Cell %d of this row overlaps a merged cell from the rows above, in column "
                  "%d."),
                number, c + 1);
        taken[c] = cell->rows;
    }
    return at + cell->columns;
}

static void end_row(lua_State *L, struct report_table *table, const int *taken)
{
    for (int c = 0; c < table->table->columns; c++) {
        int rows = table->taken[c] > 0 ? table->taken[c] : taken[c];
        if (rows == 0)
            sandbox_raise(
                L,
                _("This row has too few cells: column %d stays without one. Please write \"\" for an "
                  "empty cell."),
                c + 1);
        table->taken[c] = rows - 1;
    }
}

static int add_row(lua_State *L, const char *method, bool heading)
{
    struct report_table *table = luaL_testudata(L, 1, table_type);
    if (!table || !lua_istable(L, 2) || lua_gettop(L) != 2)
        return sandbox_raise(
            L, _("Please write t:%s { ... } with a colon, where t is what r:table { ... } gave."), method);
    report_check_fields(L, 2, method, NULL, 0, true);
    if (table->table->rows >= TABLE_ROWS_MOST)
        return sandbox_raise(L, _("A table has at most %d rows. Please make several tables."),
                             TABLE_ROWS_MOST);
    if (heading && table->table->header_rows < table->table->rows)
        return sandbox_raise(
            L, _("Heading rows come before all other rows of a table. Please move this one up."));
    bool first = !heading && table->table->header_rows == table->table->rows;
    for (int c = 0; first && c < table->table->columns; c++)
        if (table->taken[c] > 0)
            return sandbox_raise(
                L, _("A merged cell of the headings spreads into this row. Please let it end with "
                     "the headings."));
    struct table_row *row = table_add_row(table->table, heading);
    int taken[TABLE_COLUMNS_MOST] = {0}, at = 0;
    lua_Integer cells = (lua_Integer)lua_rawlen(L, 2);
    for (int c = 0; row && c < cells; c++) {
        struct table_cell *cell = table_row_add_cell(table->table, row);
        if (!cell)
            return report_no_memory(L);
        lua_rawgeti(L, 2, c + 1);
        report_read_cell(L, -1, table->table, cell);
        lua_pop(L, 1);
        at = place_cell(L, table, taken, at, c + 1, cell);
    }
    if (!row)
        return report_no_memory(L);
    end_row(L, table, taken);
    table->line = sandbox_line(L, &table->file);
    return 0;
}

static int table_row_word(lua_State *L)
{
    return add_row(L, "row", false);
}

static int table_header_word(lua_State *L)
{
    return add_row(L, "header", true);
}

static int table_index(lua_State *L)
{
    static const char *const names[] = {"row", "header"};
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (strcmp(name, "row") == 0) {
        lua_pushcfunction(L, table_row_word);
        return 1;
    }
    if (strcmp(name, "header") == 0) {
        lua_pushcfunction(L, table_header_word);
        return 1;
    }
    const char *nearest = text_nearest(name, names, 2);
    if (nearest)
        return sandbox_raise(L, _("A table has no “%s”. Did you mean “%s”?"), name, nearest);
    return sandbox_raise(L, _("A table has no “%s”. There are: row, header."), name);
}

static int table_assign(lua_State *L)
{
    return sandbox_raise(L, _("A table is built by its words and cannot be assigned to."));
}

void report_table_install(lua_State *L)
{
    luaL_newmetatable(L, table_type);
    lua_pushcfunction(L, table_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, table_assign);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);
}

enum status report_tables_check(const struct report_table *last, struct error *error)
{
    for (; last; last = last->before) {
        for (int c = 0; c < last->table->columns; c++) {
            if (last->taken[c] == 0)
                continue;
            const struct place place = {.file = last->file, .row = last->line};
            return error_add(
                error, STATUS_INPUT, &place,
                _("This is the last row of its table, but a merged cell in column %d goes on below it. "
                  "Please correct “rows” of that cell, or add the rows."),
                c + 1);
        }
    }
    return STATUS_OK;
}
