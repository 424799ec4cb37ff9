/* The table of windows (窗口, 全称, 类别, 排序, 召集人, 联络员, 电话, 停用日期) that --windows reads, and the
 * sheet 窗口 of a workbook. */
#ifndef TONGXIN_ROSTER_WINDOWS_H
#define TONGXIN_ROSTER_WINDOWS_H

#include "model/roster.h"
#include "roster/codes.h"
#include "roster/csv.h"
#include "roster/tidy.h"

struct laid_table;

/* Owned by the context it was read under. */
struct windows {
    int count;
    struct window *window; /* [count] the open ones, ascending by name, each name once */
    int closed;
    struct window *closed_window; /* [closed] in the order of the file */
};

/* Reads the table `file` into *windows, owned by `owner`. Every fault of the file is in `error`; where the
 * names could be read all the same *windows is made, so that the roster can be held against it, else it is
 * NULL. */
enum status windows_read(const void *owner, const char *file, struct windows **windows,
                         struct tidied_list *tidied, struct error *error);

/* The same for a table that has been read already. */
enum status windows_of_table(const void *owner, const struct laid_table *laid, struct windows **windows,
                             struct tidied_list *tidied, struct error *error);

/* The name that somebody gives a window outside of a table, by the same rules: blanks inside it are taken
 * out; refused is what is no name, and a character that was lost. *name is owned by `owner`. */
enum status windows_tidy_name(const void *owner, const char *text, const char **name, struct error *error);

/* The open window with this name or this full name, or NULL; a closed one. */
const struct window *windows_find(const struct windows *windows, const char *text);
const struct window *windows_find_closed(const struct windows *windows, const char *text);

/* The name of the window that is most like `text`: nearly its name or full name, or a name that stands within
 * it; or NULL. */
const char *windows_nearest(const struct windows *windows, const char *text);

#endif
