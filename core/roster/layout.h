/* Where in a sheet the table is: below titles, under one or two rows of headings, between rows that are no
 * members. Works on the sheets of any reader. */
#ifndef TONGXIN_ROSTER_LAYOUT_H
#define TONGXIN_ROSTER_LAYOUT_H

#include "roster/book.h"
#include "roster/codes.h"
#include "roster/sections.h"

/* What a row that holds no data is. */
enum row_kind {
    ROW_TITLE,         /* above the headings, or a title again */
    ROW_HEADING_AGAIN, /* the headings, repeated inside the data */
    ROW_TOTAL,         /* 合计, 小计 */
    ROW_NOTE,          /* a remark behind the data, or a line across the table */
    ROW_BLANK,         /* nothing, or a running number alone */
    ROW_STRUCK,        /* struck through as a whole, or its name (编号 may stand) */
    ROW_SECTION,       /* a line that says the 界别 of those below it */
    ROW_KINDS,
};

/* A row that was left out. Blank ones are only counted. */
struct skipped_row {
    const char *sheet; /* NULL for a file that is one table */
    int row;
    enum row_kind kind;
    const char *text; /* its first text */
};

enum table_kind { TABLE_ROSTER, TABLE_WINDOWS };

/* One sheet's table: a csv_table whose first row is the headings (of two rows joined, the lower one's where
 * it has a text), with merged cells filled down. Rows keep the numbers, and columns the places, that they
 * have in the sheet. */
struct laid_table {
    enum table_kind kind;
    const struct sheet *sheet;
    struct csv_table *table;
    int heading_row;    /* as a spreadsheet counts: the (lower) row of headings */
    const char *sector; /* 界别 of all its members, from the sheet's name; NULL: there is a column, or the
                           name is no sector's */
    int sections;
    struct section *section; /* [sections] lines that say it of those below them, by row */
};

/* Why a sheet of members was not taken in. */
enum withheld_why {
    WITHHELD_HIDDEN,
    WITHHELD_NAME, /* 调出人员, 旧名单 (withheld.h) */
    WITHHELD_LOST, /* the file lists it and does not hold it */
};

struct withheld_sheet {
    const struct sheet *sheet;
    enum withheld_why why;
    int members; /* rows that would be members */
};

/* Owned by the context it was made under. */
struct layout {
    const struct book *book;
    int tables;
    struct laid_table *table; /* [tables] in the order of the sheets */
    int count[ROW_KINDS];     /* rows left out */
    int skips;
    struct skipped_row *skip;    /* [skips] in the order of the file, blank ones apart */
    int others;                  /* sheets without such headings (填写说明) */
    const struct sheet **other;  /* [others] */
    const struct sheet *aliases; /* the sheet 代码, where there is one */
    int withhelds;
    struct withheld_sheet *withheld; /* [withhelds] */
    int struck_cells;                /* of rows that were taken in */
    int hidden_rows;                 /* rows of members that people do not see, taken in all the same */
    /* private */
    const struct codes *sectors, *withheld_names; /* NULL: not looked for */
};

/* Which tables are looked for. */
struct layout_request {
    const char *sheet;           /* the name of the only sheet to be read, or NULL */
    const char *const *also;     /* sheets that are not to be withheld, NULL behind; NULL: none */
    const struct codes *roster;  /* headings of rosters, fields by their names; NULL: none are looked for */
    const struct codes *windows; /* headings of tables of windows, likewise */
    const char *key;             /* the field of `roster` without which a row is no row of headings */
    bool
        members; /* the tables are of members: lines may say their 界别, sheets may be withheld unless `sheet`
                    names them, and cells that are struck through are left out. Otherwise those are faults */
};

/* Finds the tables of the book. Where no sheet has headings that are known, the first sheet that is not empty
 * is taken with its first row as headings, so that headings_find tells what is missing. Faults: a sheet of
 * that name is not there; nothing but empty sheets; merged cells that overlap. */
enum status layout_find(const void *owner, const struct book *book, const struct layout_request *request,
                        struct layout **layout, struct error *error);

/* Reads the file and finds its tables; the book belongs to the layout. Where only single cells are at fault
 * the status is STATUS_INPUT, but *layout is there (book_read). headings: as of book_read. */
enum status layout_read(const void *owner, const char *file, const char *const *headings,
                        const struct layout_request *request, struct layout **layout, struct error *error);

/* The line that says the 界别 of the row with this number, or NULL. */
const struct section *layout_section(const struct laid_table *table, int row);

#endif
