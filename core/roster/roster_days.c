/* 任职日期, 离任日期, 离任原因: whether they go together. */
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "roster/roster_cells.h"

/* The cells of one row that say when and why. */
struct days {
    struct roster_reader *reader;
    int row;
    int column[3];       /* of the table; -1: there is none */
    const char *said[3]; /* "" where nothing is said */
};
enum { SINCE, UNTIL, WHY, DAYS };

static struct days find_days(struct roster_reader *reader, int row, const char *const *value)
{
    static const enum column_use use[DAYS] = {USE_SINCE, USE_UNTIL, USE_WHY};
    const struct roster_part *part = reader->at;
    struct days days = {reader, row, {-1, -1, -1}, {"", "", ""}};
    for (int c = 0; c < part->headings->columns; c++)
        for (int d = 0; d < DAYS; d++)
            if (part->column[c] >= 0 && part->use[c] == use[d]) {
                days.column[d] = c;
                days.said[d] = value[part->column[c]];
            }
    return days;
}

static struct place place_of(const struct days *days, int which)
{
    return headings_place(days->reader->table, days->reader->headings, days->row, days->column[which],
                          days->said[which]);
}

static void check_year(const struct days *days, int which)
{
    const char *day = days->said[which];
    if (!*day || clock_has_year(day))
        return;
    const struct place place = place_of(days, which);
    error_add(days->reader->found, STATUS_INPUT, &place,
              _("A member joins and leaves in the years %d to %d, not on “%s”. Please correct the cell."),
              CLOCK_FIRST_YEAR, CLOCK_LAST_YEAR, day);
}

void roster_check_days(struct roster_reader *reader, int row, const char *const *value, bool *left)
{
    const struct days days = find_days(reader, row, value);
    const char *until = days.said[UNTIL], *since = days.said[SINCE];
    check_year(&days, SINCE);
    check_year(&days, UNTIL);
    if (*until && *since && clock_is_before(until, since)) {
        const struct place place = place_of(&days, UNTIL);
        error_add(reader->found, STATUS_INPUT, &place,
                  _("Nobody leaves (%s) before joining (%s). Please correct one of them."), until, since);
    }
    if (*days.said[WHY] && !*until && !*left && !reader->is_part) {
        const struct place place = place_of(&days, WHY);
        error_add(
            reader->found, STATUS_INPUT, &place,
            _("The row says why somebody left (%s), but not when. Fill in 离任日期, or empty the cell."),
            days.said[WHY]);
    }
    if (*until && reader->today && clock_has_year(until) && clock_is_before(reader->today, until))
        *left = false;
}
