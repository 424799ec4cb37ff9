/* The roster: members, windows and the columns of what the office sent. Plain data; reading is core/roster's
 * work. Source: 金政协党组〔2022〕8号, 一（一）3 (every member joins a window), ARCHITECTURE.md (Glossary).
 */
#ifndef TONGXIN_MODEL_ROSTER_H
#define TONGXIN_MODEL_ROSTER_H

#include <stdbool.h>
#include <stdint.h>

/* The attributes that every roster has, in this order at the front of roster.column; further columns follow.
 */
enum attribute {
    ATTRIBUTE_ID,     /* 编号 */
    ATTRIBUTE_NAME,   /* 姓名 */
    ATTRIBUTE_GENDER, /* 性别 */
    ATTRIBUTE_PARTY,  /* 党派: a list, known spellings, joined by 、 */
    ATTRIBUTE_SECTOR, /* 界别 */
    ATTRIBUTE_WINDOW, /* 窗口 */
    ATTRIBUTE_COUNTY, /* 县市区 */
    ATTRIBUTE_UNIT,   /* 单位 */
    ATTRIBUTE_POST,   /* 政协职务 */
    ATTRIBUTE_ROLE,   /* 身份: a list, joined by 、 */
    ATTRIBUTE_EXEMPT, /* 免联系理由 */
    ATTRIBUTE_ORDER,  /* 排序: order on paper, a whole number */
    ATTRIBUTES_BUILT_IN,
};

enum value_type { VALUE_TEXT, VALUE_INTEGER, VALUE_DATE, VALUE_LIST };

/* A column of the roster. */
struct column {
    const char *attribute; /* the name scripts use ("unit"); NULL for a further column */
    const char
        *heading; /* as the file writes it; the usual Chinese heading where the file lacks the column */
    enum value_type type;
    bool missing; /* the file has no such column: that a cell is empty says nothing */
};

#define ORDER_NONE INT32_MAX /* a member or window without 排序 stands behind all that have one */
#define WINDOW_NONE (-1)

struct member {
    const char *id, *name;
    int row;                  /* in the file, the heading being row 1 */
    int number;               /* in the order of the file, over all its sheets */
    const char *sheet;        /* that it stands on; NULL where the file has none */
    int window;               /* index into roster.window, or WINDOW_NONE */
    bool exempt;              /* has a 免联系理由: in no set of a scheme unless it asks */
    int32_t order;            /* 排序 or ORDER_NONE */
    const char *const *value; /* [roster.columns] text of each column, "" where empty, never NULL */
    const char *left, *left_reason; /* of a former member: 离任日期, 离任原因, "" where unknown; else NULL */
};

struct csv_table;

struct window {
    const char *name;      /* 窗口 */
    const char *full_name; /* 全称; the name where no table of windows says more */
    const char *kind;      /* 类别, "" where unknown */
    int32_t order;         /* 排序 or ORDER_NONE */
    int members;           /* how many members of the roster are in it (exempt ones not counted) */
    int64_t number; /* in a term file, where a window keeps it whatever it is called; 0: of no term file */
    /* What a table of windows may say besides, NULL where it does not: 召集人, 联络员, 电话, 停用日期. */
    const char *convenor, *liaison, *phone, *closed;
};

struct roster {
    const char *file;
    int columns, members, windows;
    struct column *column; /* [columns] */
    struct member
        *member; /* [members] ascending by id, bytewise: results do not depend on the order of rows */
    struct window *window; /* [windows] ascending by name, bytewise */
    /* Who left (离任日期) and what was closed (停用日期), in the order of the file: in no set and no plan,
     * kept for the term file and the template. */
    int former_members, closed_windows;
    struct member *former_member;  /* [former_members] */
    struct window *closed_window;  /* [closed_windows] */
    const struct csv_table *lists; /* the sheet 代码 of a workbook, for the template alone; NULL: none */
    /* [columns][members] interned value of a cell; 0: empty; equal codes: equal text, in ascending order of
     * text. Every code up to the greatest of its column is somebody's: lists by code need no room for gaps.
     */
    const int *const *code;
};

/* The script's name of a built-in attribute ("county") and its Chinese heading ("县市区"). */
const char *attribute_name(enum attribute attribute);
const char *attribute_heading(enum attribute attribute);
enum value_type attribute_type(enum attribute attribute);

/* Index of the column that scripts call by attribute name or by heading, or -1. */
int roster_column(const struct roster *roster, const char *name);

/* Index of the member with this id (binary search), or -1. */
int roster_member(const struct roster *roster, const char *id);

/* Index of the window with this name (binary search), or -1; by full name too. */
int roster_window(const struct roster *roster, const char *name);

/* A window's name as sentences say it, which put the word 窗口 (window) beside it: 经济界窗口 is 经济界
 * there. Owned by `owner`; NULL where memory ran out. */
char *window_word(const void *owner, const char *name);

/* How many members bear this name; *first is the first one's index. */
int roster_named(const struct roster *roster, const char *name, int *first);

/* Finishes a roster whose columns, members (value, row, exempt, order, id, name) and windows are filled in
 * any order: sorts members and windows, resolves member.window from the window column, counts members of
 * windows and interns the cells. Everything new is owned by `roster`, which must be a talloc context.
 * Members' windows must all be listed; former members are told when and why they left where the columns
 * 离任日期 and 离任原因 say so. Returns 0 where memory ran out. */
int roster_finish(struct roster *roster);

/* Adds a further column without a name for scripts, empty for every member. Returns its index, or -1 where
 * memory ran out. */
int roster_add_column(struct roster *roster, const char *heading);

/* Gives a further column a name for scripts, a type and new cells, text[members], which must outlive the
 * roster, and interns them anew. Returns 0 where memory ran out; then the column is as it was. */
int roster_retype(struct roster *roster, int column, const char *attribute, enum value_type type,
                  const char *const *text);

/* 党员委员: the member's list of parties holds 中共. */
bool member_in_party(const struct member *member, const char *party);
bool member_has_role(const struct member *member, const char *role);

#endif
