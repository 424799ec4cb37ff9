#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/language.h"

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Number of digits text[0..count) holds, or -1 where one is none. */
static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

static int begins_with_date(const char *text)
{
    if (strlen(text) < 10 || text[4] != '-' || text[7] != '-')
        return 0;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

int clock_is_date(const char *text)
{
    return strlen(text) == 10 && begins_with_date(text);
}

int clock_has_year(const char *date)
{
    int year = strlen(date) < 4 ? -1 : digits(date, 4);
    return year >= CLOCK_FIRST_YEAR && year <= CLOCK_LAST_YEAR;
}

int clock_is_before(const char *one, const char *other)
{
    size_t length = strlen(one), of_other = strlen(other);
    return strncmp(one, other, length < of_other ? length : of_other) < 0;
}

/* T09:30:00 */
static int is_time(const char *text)
{
    if (strlen(text) != 9 || text[0] != 'T' || text[3] != ':' || text[6] != ':')
        return 0;
    int hour = digits(text + 1, 2), minute = digits(text + 4, 2), second = digits(text + 7, 2);
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
}

enum status clock_read(struct now *now, struct error *error)
{
    const char *set = getenv("TONGXIN_NOW");
    memset(now, 0, sizeof *now);
    if (set && *set) {
        if (!begins_with_date(set) || (set[10] && !is_time(set + 10)))
            return error_add(error, STATUS_INPUT, NULL,
                             _("The variable TONGXIN_NOW takes a time such as 2026-01-15 or "
                               "2026-01-15T09:30:00, not “%s”."),
                             set);
        memcpy(now->date, set, 10);
        memcpy(now->moment, now->date, 10);
        memcpy(now->moment + 10, set[10] ? set + 10 : "T00:00:00", 9);
        return STATUS_OK;
    }
    time_t seconds = time(NULL);
    struct tm local;
    if (seconds == (time_t)-1 || !localtime_r(&seconds, &local) ||
        !strftime(now->moment, sizeof now->moment, "%Y-%m-%dT%H:%M:%S", &local))
        return error_add(error, STATUS_MACHINE, NULL, _("The machine does not tell the time."));
    memcpy(now->date, now->moment, 10);
    return STATUS_OK;
}
