/* The cells of a roster: what each becomes, and what is wrong in a row. Used by roster_read.c alone. */
#ifndef TONGXIN_ROSTER_ROSTER_CELLS_H
#define TONGXIN_ROSTER_ROSTER_CELLS_H

#include "model/roster.h"
#include "roster/column_names.h"
#include "roster/headings.h"
#include "roster/layout.h"
#include "roster/parties.h"
#include "roster/windows.h"

/* What a column means beyond the built-in attributes. */
enum column_use {
    USE_NONE,
    USE_NATION,     /* 民族 */
    USE_DATE,       /* 出生年月 */
    USE_SINCE,      /* 任职日期 */
    USE_UNTIL,      /* 离任日期: who has one has left, unless it lies ahead */
    USE_WHY,        /* 离任原因 */
    USE_ALSO_PARTY, /* 兼有党派 */
    USE_PHONE,      /* 手机 */
    USE_IDENTITY,   /* 身份证号 */
    USE_ROLE,       /* 党组成员: 是 or blank */
    USE_COUNTER,    /* 序号: counts the rows of a sheet and says nothing of a member; left out */
};

/* One sheet's table, and what its columns are. */
struct roster_part {
    const struct laid_table *laid;
    const struct csv_table *table;
    struct headings *headings; /* fields are the attributes, in the order of enum attribute */
    int *column;               /* [headings->columns] index of the roster's column, -1 for none */
    enum column_use *use;      /* [headings->columns] */
    const char **role;         /* [headings->columns] of USE_ROLE: the role, else NULL */
};

/* Where a member stands. */
struct row_origin {
    const struct roster_part *part;
    int row; /* of part->table */
};

/* What reading a roster works on. */
struct roster_reader {
    int parts;
    struct roster_part *part;        /* [parts] */
    const struct roster_part *at;    /* the one at hand */
    const struct csv_table *table;   /* of it */
    const struct headings *headings; /* of it */
    const struct parties *parties;
    const struct codes *blank_words;           /* words that stand for an empty cell (无, /) */
    const struct codes *yes_words;             /* 是, 否 and the like */
    const struct codes *aliases;               /* spellings of the workbook's own, NULL: none */
    const struct codes *nations;               /* 56 names */
    const struct origin *by_party, *by_window; /* see struct roster_request */
    struct column_names *names;    /* which heading is which, where that was said; NULL: nothing was */
    int nation;                    /* the roster's column 民族, -1: none */
    const struct windows *windows; /* NULL: the roster's own names serve */
    int nearest;                   /* windows that were looked for among those of the table */
    bool is_part;                  /* one list of several: what is missing may stand in another */
    const char *today;             /* a 离任日期 behind this day lies ahead; NULL: none does */
    struct roster *roster;         /* owns the values */
    struct tidied_list *tidied;
    struct error *found; /* faults of this file, in any order */
};

/* Reads the tables of data/codes that the cells are held against; owned by the roster. */
enum status roster_read_codes(struct roster_reader *reader);

/* Tidies the cells of the table's row into value[roster->columns] and notes what changed; unknown parties are
 * faults. Returns 0 where memory ran out. *left: the member has a 离任日期, and it does
 * not lie ahead. */
int roster_tidy_row(struct roster_reader *reader, int row, const char **value, bool *left);

/* Holds the days of joining and leaving of the row against each other and against the calendar of a term.
 * *left becomes false where the day of leaving lies ahead. */
void roster_check_days(struct roster_reader *reader, int row, const char *const *value, bool *left);

/* Fills member from its values (id, name, row, exempt, order) and adds the faults of the row; of who left
 * those alone that make it unclear who it was. Returns 0 where memory ran out. */
int roster_check_row(struct roster_reader *reader, int row, struct member *member, bool left);

/* Adds a fault for each member whose id an earlier row has. origin: by member.number. Returns 0 where memory
 * ran out. */
int roster_check_ids(struct roster_reader *reader, const struct row_origin *origin);

#endif
