/* The words that build the document: report { }, its headings, paragraphs and tables. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/report_host.h"
#include "script/report_table.h"
#include "script/sandbox.h"

static const char report_type[] = "tongxin.report";

static struct document *check_report(lua_State *L, const char *method)
{
    if (!luaL_testudata(L, 1, report_type))
        sandbox_raise(L, _("Please write r:%s ... with a colon, where r is what report { ... } gave."),
                      method);
    return report_host_of(L)->document;
}

/* A text or list of parts, or { content, field = ... }: checks the fields of the latter. */
static void check_block(lua_State *L, const char *method, const char *const *names, int count)
{
    if (lua_gettop(L) != 2)
        sandbox_raise(L, _("Please write r:%s \"...\" or r:%s { ... }."), method, method);
    if (lua_istable(L, 2))
        report_check_fields(L, 2, method, names, count, true);
}

/* The parts at 1, 2, 3 ... of the table at 2, or the value itself. */
static void read_block(lua_State *L, struct paragraph *paragraph)
{
    if (!paragraph)
        report_no_memory(L);
    if (!lua_istable(L, 2)) {
        report_read_line(L, 2, paragraph);
        return;
    }
    lua_Integer count = (lua_Integer)lua_rawlen(L, 2);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 2, i);
        report_read_line(L, -1, paragraph);
        lua_pop(L, 1);
    }
}

static int report_heading(lua_State *L)
{
    static const char *const names[] = {"level"};
    struct document *document = check_report(L, "heading");
    check_block(L, "heading", names, 1);
    int level = lua_istable(L, 2) ? report_field_number(L, 2, "heading", "level", 1, 3, 1) : 1;
    read_block(L, document_add_heading(document, level));
    return 0;
}

static int report_paragraph(lua_State *L)
{
    static const char *const names[] = {"align", "bold"};
    struct document *document = check_report(L, "paragraph");
    check_block(L, "paragraph", names, 2);
    struct paragraph *paragraph = document_add_paragraph(document);
    if (paragraph && lua_istable(L, 2)) {
        paragraph->align = report_field_align(L, 2, "paragraph");
        paragraph->bold = report_field_flag(L, 2, "paragraph", "bold");
    }
    read_block(L, paragraph);
    return 0;
}

static int report_page_break(lua_State *L)
{
    if (!document_add_page_break(check_report(L, "page_break()")))
        report_no_memory(L);
    return 0;
}

static int report_new_table(lua_State *L)
{
    check_report(L, "table");
    return report_table_new(L);
}

static int report_index(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"heading", report_heading},
        {"paragraph", report_paragraph},
        {"table", report_new_table},
        {"page_break", report_page_break},
    };
    enum { METHODS = sizeof methods / sizeof *methods };
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    const char *names[METHODS];
    for (int i = 0; i < METHODS; i++) {
        names[i] = methods[i].name;
        if (strcmp(names[i], name) == 0) {
            lua_pushcfunction(L, methods[i].func);
            return 1;
        }
    }
    const char *nearest = text_nearest(name, names, METHODS);
    if (nearest)
        return sandbox_raise(L, _("A report has no “%s”. Did you mean “%s”?"), name, nearest);
    return sandbox_raise(L, _("A report has no “%s”. There are: heading, paragraph, table, page_break."),
                         name);
}

static int report_assign(lua_State *L)
{
    return sandbox_raise(L, _("A report is built by its words and cannot be assigned to."));
}

/* report { title = ..., name = ..., label = ..., landscape = true } */
static int word_report(lua_State *L)
{
    static const char *const names[] = {"title", "name", "label", "landscape"};
    struct report_host *host = report_host_of(L);
    if (!lua_istable(L, 1) || lua_gettop(L) != 1)
        return sandbox_raise(L, _("“%s” is followed by braces: %s { ... }."), "report", "report");
    if (host->document)
        return sandbox_raise(
            L, _("report { ... } stands once in a script. Please put both into one report, or write "
                 "two scripts."));
    report_check_fields(L, 1, "report", names, sizeof names / sizeof *names, false);
    const char *title = report_field_text(L, 1, "report", "title", "");
    if (!*title)
        return sandbox_raise(L, _("report { ... } needs a title: report { title = \"...\" }."));
    struct document *document = document_new(host->owner, title);
    if (!document)
        return report_no_memory(L);
    host->document = document;
    document->name = report_field_text(L, 1, "report", "name", "");
    document->label = report_field_text(L, 1, "report", "label", "");
    if (report_field_flag(L, 1, "report", "landscape"))
        document->orientation = ORIENTATION_LANDSCAPE;
    lua_newuserdatauv(L, 1, 0);
    luaL_setmetatable(L, report_type);
    return 1;
}

void report_words_install(lua_State *L)
{
    luaL_newmetatable(L, report_type);
    lua_pushcfunction(L, report_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, report_assign);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);
    lua_pushcfunction(L, word_report);
    sandbox_expose(L, "report");
}
