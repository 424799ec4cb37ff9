/* The one place that the time comes from. TONGXIN_NOW ("2026-01-15" or "2026-01-15T09:30:00") sets it, so
 * that a run can be repeated byte by byte. */
#ifndef TONGXIN_BASE_CLOCK_H
#define TONGXIN_BASE_CLOCK_H

#include "base/error.h"

enum { CLOCK_TEXT = 32 };

/* Now, as the office's clock shows it. */
struct now {
    char moment[CLOCK_TEXT]; /* "2026-01-15T09:30:00", local time */
    char date[CLOCK_TEXT];   /* "2026-01-15" */
};

/* Fills *now. A TONGXIN_NOW that is no such time is STATUS_INPUT. */
enum status clock_read(struct now *now, struct error *error);

/* Years that a day of a term may lie in; beyond them stands a slip of the keyboard. */
enum { CLOCK_FIRST_YEAR = 1949, CLOCK_LAST_YEAR = 2099 };

/* Whether `text` is a day of the calendar as "2026-01-15". */
int clock_is_date(const char *text);

/* Whether the date, which may lack day or month ("2026-01"), is in one of those years. */
int clock_has_year(const char *date);

/* Whether the date `one` comes before `other`, as far as both say it: 2026-01 is not before 2026-01-15. */
int clock_is_before(const char *one, const char *other);

#endif
