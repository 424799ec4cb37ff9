/* What the files of the report host share while one report runs. Nobody outside core/script's report files
 * includes this. */
#ifndef TONGXIN_SCRIPT_REPORT_HOST_H
#define TONGXIN_SCRIPT_REPORT_HOST_H

#include <lua.h>

#include "script/report_script.h"

struct report_host {
    lua_State *L;
    const void *owner; /* of the document */
    const struct report_input *input;
    struct document *document; /* NULL until report { ... } */
    struct report_table *last; /* the latest table of the document, or NULL */
};

struct report_host *report_host_of(lua_State *L);

/* Each puts its words into the environment. They run inside sandbox_protect. */
void report_words_install(lua_State *L); /* report, lines, cell */
void report_views_install(lua_State *L); /* members, windows, window, scheme, today */
void report_plan_install(lua_State *L);  /* relation, relations */
void report_lists_install(lua_State *L); /* by_order, join */

/* ---- views: userdata that stand for a member or a window; the same one each time, so that == compares them
 * ---- */

enum report_view_kind { VIEW_MEMBER, VIEW_WINDOW, VIEW_GROUP };
struct report_view {
    enum report_view_kind kind;
    int index; /* of a group: its number in the scheme */
};
void report_push_view(lua_State *L, enum report_view_kind kind, int index);
const struct report_view *report_test_view(lua_State *L, int index); /* NULL where the value is none */

/* Pushes a list of views of list[0..count). */
void report_push_views(lua_State *L, enum report_view_kind kind, const int *list, int count);

/* The stack holds a filter ({ field = value, ... }, a function, or nil) and a list of views: pushes the views
 * that it lets through, in their order; with nil the list stays on top. Raises where the filter is none. */
void report_filter(lua_State *L, const char *word);

/* ---- reading the script's values ---- */

/* Fills the paragraph, or the cell, from the value at `index`; raises where it can hold no such thing. */
void report_read_line(lua_State *L, int index, struct paragraph *paragraph);
void report_read_cell(lua_State *L, int index, struct table *table, struct table_cell *cell);
void report_content_install(lua_State *L); /* lines, cell */

/* The text of the field at t[name] of the table at `index` (copied under the document's owner), or
 * `otherwise` where it is nil; raises where it is no text that a document can hold. `subject` is how the
 * sentence calls the table. */
const char *report_field_text(lua_State *L, int index, const char *subject, const char *name,
                              const char *otherwise);
/* Likewise a whole number within from to to; a yes or no; an alignment ("left", "centre", "center", "right").
 */
int report_field_number(lua_State *L, int index, const char *subject, const char *name, int from, int to,
                        int otherwise);
bool report_field_flag(lua_State *L, int index, const char *subject, const char *name);
enum align report_field_align(lua_State *L, int index, const char *subject);

/* Raises where the table at `index` has a key that is neither in names[0..count) nor, if `list`, one of 1, 2,
 * 3 ... without a gap. */
void report_check_fields(lua_State *L, int index, const char *subject, const char *const *names, int count,
                         bool list);

/* "a number", "nothing": what the value at `index` is, in the reader's language. */
const char *report_describe(lua_State *L, int index);

/* Raises: memory ran out in the core. Does not return. */
int report_no_memory(lua_State *L);

#endif
