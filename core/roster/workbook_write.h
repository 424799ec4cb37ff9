/* The template of the roster (名册模板.xlsx), empty or filled: what an office fills in, and what export
 * writes, so that it comes back in unchanged. Source: RULES.md of this folder. */
#ifndef TONGXIN_ROSTER_WORKBOOK_WRITE_H
#define TONGXIN_ROSTER_WORKBOOK_WRITE_H

#include <stddef.h>

#include "base/error.h"
#include "model/roster.h"

/* A column behind those of the template. */
struct workbook_column {
    const char *heading;
    enum value_type type; /* dates and whole numbers get a check of their own */
};

/* A window with what the sheet 窗口 says of it; texts "" where unknown. */
struct workbook_window {
    const char *name, *full_name, *kind;
    int32_t order; /* ORDER_NONE: none */
    const char *convenor, *liaison, *phone, *closed;
};

/* What is written. */
struct workbook_content {
    int members; /* 0: an empty template */
    /* [members][ATTRIBUTES_BUILT_IN + further] texts, "" where empty */
    const char *const *const *member;
    int further;
    const struct workbook_column *column; /* [further]; headings of the template itself (民族, 出生年月 …)
                                           * find their place there */
    int windows;
    const struct workbook_window *window; /* [windows] */
    const struct csv_table *lists; /* 代码 as an office had it: what was added there stays; NULL: none */
};

/* The workbook's bytes, owned by `owner`. The same content gives the same bytes. */
enum status workbook_write(const void *owner, const struct workbook_content *content, char **bytes,
                           size_t *size, struct error *error);

/* Gives every member empty cells up to `further` further columns, which stand in content->column already. */
enum status workbook_widen(const void *owner, struct workbook_content *content, int further,
                           struct error *error);

/* Whether the template has a column of this heading, filled in or not. */
bool workbook_is_heading(const char *heading);

/* Members and windows of a roster, former and closed ones included, as content; owned by `owner`, its texts
 * are the roster's. */
enum status workbook_of_roster(const void *owner, const struct roster *roster,
                               struct workbook_content *content, struct error *error);

#endif
