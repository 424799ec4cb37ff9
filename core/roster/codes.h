/* The code tables of data/codes, embedded in the program: spellings and what they stand for. */
#ifndef TONGXIN_ROSTER_CODES_H
#define TONGXIN_ROSTER_CODES_H

#include "base/error.h"

/* Spellings in the order of the table; owned by the context it was read under. */
struct codes {
    int count;
    const char **spelling; /* [count] as the table writes it; NULL follows */
    const char **key;      /* [count] the same by tidy_key: how spellings compare */
    const char **meaning;  /* [count] */
    int *by_key;           /* [count] indices, ascending by key and then by themselves */
};

/* Reads columns "spelling" and `meaning` of the embedded table `name` into *codes; where `kind` is not NULL
 * only rows whose column "table" says so. A table that is not there or lacks a column is STATUS_MACHINE. */
enum status codes_read(const void *owner, const char *name, const char *meaning, const char *kind,
                       struct codes **codes, struct error *error);

struct sheet;

/* Codes that a workbook brings along: spellings in `column` of the sheet, from its second row on, and what
 * they stand for in the column behind. */
enum status codes_of_sheet(const void *owner, const struct sheet *sheet, int column,
                           const struct codes **codes, struct error *error);

/* The table `base` with further spellings: a spelling that `base` has too means from now on what it says
 * here.
 */
enum status codes_with(const void *owner, const struct codes *base, const char *const *spelling,
                       const char *const *meaning, int count, struct codes **codes, struct error *error);

/* Index of the spelling that equals `text` by tidy_key, or -1 (also where memory ran out). */
int codes_find(const struct codes *codes, const char *text);

#endif
