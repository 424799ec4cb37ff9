/* What stands in a cell or a paragraph: texts, numbers, members, windows, lists of them; lines { }, cell { }.
 */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/report_host.h"
#include "script/sandbox.h"

static const char lines_type[] = "tongxin.report.lines", cell_type[] = "tongxin.report.cell";

enum { DEPTH_MOST = 16 }; /* lists in lists; a list that holds itself would go on for ever */

static bool is_of_type(lua_State *L, int index, const char *type)
{
    if (!lua_istable(L, index) || !lua_getmetatable(L, index))
        return false;
    luaL_getmetatable(L, type);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

static void add_run(lua_State *L, struct paragraph *paragraph, enum run_kind kind, const char *text,
                    size_t size)
{
    size_t bad = document_text(text, size);
    if (bad != size && text[bad] == '\n')
        sandbox_raise(L,
                      _("A text holds a line break. Please write lines { \"...\", \"...\" } in a table, or "
                        "several paragraphs."));
    else if (bad != size)
        sandbox_raise(
            L,
            _("A text holds a control character or bytes that are not UTF-8 (byte %d). Please take them "
              "out."),
            (int)bad + 1);
    if (size > 0 && !paragraph_add_run(report_host_of(L)->document, paragraph, kind, text, size))
        report_no_memory(L);
}

static void add_view(lua_State *L, const struct report_view *view, struct paragraph *paragraph)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    const char *name =
        view->kind == VIEW_MEMBER ? roster->member[view->index].name : roster->window[view->index].name;
    add_run(L, paragraph, view->kind == VIEW_MEMBER ? RUN_NAME : RUN_TEXT, name, strlen(name));
}

static void read_part(lua_State *L, int index, struct paragraph *paragraph, int depth)
{
    size_t size;
    luaL_checkstack(L, 8, NULL);
    const struct report_view *view = report_test_view(L, index);
    if (view) {
        add_view(L, view, paragraph);
    } else if (lua_type(L, index) == LUA_TSTRING || lua_type(L, index) == LUA_TNUMBER) {
        lua_pushvalue(L, index);
        const char *text = lua_tolstring(L, -1, &size);
        add_run(L, paragraph, RUN_TEXT, text, size);
        lua_pop(L, 1);
    } else if (is_of_type(L, index, lines_type)) {
        sandbox_raise(L,
                      _("lines { ... } stands alone in a cell. Please put the texts beside it inside it."));
    } else if (is_of_type(L, index, cell_type)) {
        sandbox_raise(L, _("cell { ... } stands for a cell of a row and cannot be part of one."));
    } else if (lua_istable(L, index) && depth == DEPTH_MOST) {
        sandbox_raise(
            L,
            _("Lists stand in lists here more than %d deep; perhaps one holds itself. Please join the "
              "parts into one list."),
            DEPTH_MOST);
    } else if (lua_istable(L, index)) {
        report_check_fields(L, index, _("A list of parts"), NULL, 0, true);
        lua_Integer count = (lua_Integer)lua_rawlen(L, index);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, index, i);
            read_part(L, lua_gettop(L), paragraph, depth + 1);
            lua_pop(L, 1);
        }
    } else {
        sandbox_raise(L, _("A text, a number, a member, a window or a list of them belongs here, not %s."),
                      report_describe(L, index));
    }
}

void report_read_line(lua_State *L, int index, struct paragraph *paragraph)
{
    read_part(L, lua_absindex(L, index), paragraph, 0);
}

static void add_line(lua_State *L, int index, struct table *table, struct table_cell *cell)
{
    struct paragraph *paragraph = table_cell_add_paragraph(table, cell);
    if (!paragraph)
        report_no_memory(L);
    read_part(L, index, paragraph, 0);
}

static void read_inside(lua_State *L, int index, struct table *table, struct table_cell *cell)
{
    bool empty = lua_type(L, index) == LUA_TSTRING && lua_rawlen(L, index) == 0;
    if (!is_of_type(L, index, lines_type)) {
        if (!empty)
            add_line(L, index, table, cell);
        return;
    }
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, index, i);
        add_line(L, lua_gettop(L), table, cell);
        lua_pop(L, 1);
    }
}

void report_read_cell(lua_State *L, int index, struct table *table, struct table_cell *cell)
{
    index = lua_absindex(L, index);
    if (!is_of_type(L, index, cell_type)) {
        read_inside(L, index, table, cell);
        return;
    }
    cell->columns = report_field_number(L, index, "cell", "columns", 1, TABLE_COLUMNS_MOST, 1);
    cell->rows = report_field_number(L, index, "cell", "rows", 1, TABLE_ROWS_MOST, 1);
    cell->bold = report_field_flag(L, index, "cell", "bold");
    cell->align = report_field_align(L, index, "cell");
    if (lua_rawlen(L, index) == 1) {
        lua_rawgeti(L, index, 1);
        read_inside(L, lua_gettop(L), table, cell);
        lua_pop(L, 1);
        return;
    }
    struct paragraph *paragraph = lua_rawlen(L, index) > 0 ? table_cell_add_paragraph(table, cell) : NULL;
    if (!paragraph && lua_rawlen(L, index) > 0)
        report_no_memory(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, index, i);
        read_part(L, lua_gettop(L), paragraph, 0);
        lua_pop(L, 1);
    }
}

static int mark(lua_State *L, const char *word, const char *type, const char *const *names, int count)
{
    if (!lua_istable(L, 1) || lua_gettop(L) != 1)
        return sandbox_raise(L, _("“%s” is followed by braces: %s { ... }."), word, word);
    report_check_fields(L, 1, word, names, count, true);
    luaL_setmetatable(L, type);
    return 1;
}

static int word_lines(lua_State *L)
{
    return mark(L, "lines", lines_type, NULL, 0);
}

static int word_cell(lua_State *L)
{
    static const char *const names[] = {"rows", "columns", "bold", "align"};
    return mark(L, "cell", cell_type, names, sizeof names / sizeof *names);
}

void report_content_install(lua_State *L)
{
    luaL_newmetatable(L, lines_type);
    luaL_newmetatable(L, cell_type);
    lua_pop(L, 2);
    lua_pushcfunction(L, word_lines);
    sandbox_expose(L, "lines");
    lua_pushcfunction(L, word_cell);
    sandbox_expose(L, "cell");
}
