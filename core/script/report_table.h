/* Tables that a report script builds row by row; their geometry is watched as they grow, so that a fault has
 * the line of the row. Internal to core/script's report files. */
#ifndef TONGXIN_SCRIPT_REPORT_TABLE_H
#define TONGXIN_SCRIPT_REPORT_TABLE_H

#include <lua.h>

#include "base/error.h"
#include "report/document.h"

struct report_table {
    struct report_table *before; /* the table made before this one, or NULL */
    struct table *table;
    const char *file; /* of the latest row */
    int line;
    int taken[TABLE_COLUMNS_MOST]; /* rows that merged cells still cover below the latest row */
};

/* r:table { columns = { ... } }: the table of fields is at 2; leaves a userdata. */
int report_table_new(lua_State *L);

void report_table_install(lua_State *L);

/* Whether all merged cells end within their tables; a fault names the line of the last row. */
enum status report_tables_check(const struct report_table *last, struct error *error);

#endif
