/* Cells of columns that a scheme gives a type (`needs`, `pairs`): each value gets one way of being written,
 * so that equal values are equal texts. */
#ifndef TONGXIN_ROSTER_TYPED_CELL_H
#define TONGXIN_ROSTER_TYPED_CELL_H

#include <stdbool.h>

#include "base/error.h"
#include "model/roster.h"

/* What the text, which stands at `place`, is as a value of that type: a date becomes "1965-03-01", "1965-03"
 * or "1965", a whole number plain digits, a list its parts joined by 、; blanks at the ends go. Where it
 * cannot be read, or is an error of a formula, there is a fault at `place` (whose value is set to the text),
 * and "" is returned. Owned by `owner`; NULL where memory ran out. */
const char *typed_cell(const void *owner, enum value_type type, const char *text, const struct place *place,
                       struct error *error);

/* What a spreadsheet shows where there is no value; stands for a formula without one, too. */
#define TYPED_CELL_NO_VALUE "#N/A"

/* Whether the text is what a spreadsheet shows for a formula that gives an error: #N/A, #REF! and the like.
 */
bool typed_cell_is_error(const char *text);

/* Day and month of a date are 0 where it does not say them. */
struct date {
    int year, month, day;
};

enum date_reading {
    DATE_READ,
    DATE_NONE,        /* it is no date */
    DATE_IMPOSSIBLE,  /* month 13, or 30 February */
    DATE_MONTH_IS_CUT /* 1968.1: a spreadsheet may have cut 1968.10 */
};

/* Reads 1965年3月1日, 1965.3.1, 1965/3/1, 1965-03-01, 19650301, the same without the day, and 1965.
 * Full-width digits, blanks and a time of midnight behind it do not matter. */
enum date_reading date_read(const char *text, struct date *date);

#endif
