#include "roster/xlsx_number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAYS_1904 = 1462,    /* between the two calendars of spreadsheets */
    LAST_DAY = 2958465,  /* 9999-12-31 */
    CUT_DIGITS_MOST = 6, /* digits that 1.38573E+10 still shows */
    CUT_POWER_LEAST = 8, /* below it a spreadsheet writes out all digits */
    SECONDS = 86400,
};

/* What a format's code shows, its first section alone. */
struct shown {
    bool year, month, day, hour, second;
};

/* Passes what is no format character: "text", \x, [colour], _x, *x. */
static const char *pass_literal(const char *at)
{
    char ends = *at == '"' ? '"' : *at == '[' ? ']' : '\0';
    if (ends) {
        const char *end = strchr(at + 1, ends);
        return end ? end + 1 : at + strlen(at);
    }
    if (*at == '\\' || *at == '_' || *at == '*')
        return at[1] ? at + 2 : at + 1;
    return NULL;
}

static struct shown look_at(const char *code)
{
    struct shown shown = {0};
    while (*code && *code != ';') {
        const char *after = pass_literal(code);
        if (after) {
            code = after;
            continue;
        }
        char c = (char)(*code >= 'A' && *code <= 'Z' ? *code - 'A' + 'a' : *code);
        shown.year = shown.year || c == 'y';
        shown.month = shown.month || c == 'm';
        shown.day = shown.day || c == 'd';
        shown.hour = shown.hour || c == 'h';
        shown.second = shown.second || c == 's';
        code++;
    }
    return shown;
}

/* 0, 000, 0.00: digits that are always shown. Anything else leaves the number as it is. */
static void look_at_zeros(const char *code, struct number_format *format)
{
    size_t zeros = strspn(code, "0"), decimals = 0;
    const char *at = code + zeros;
    if (zeros > 0 && *at == '.') {
        decimals = strspn(at + 1, "0");
        at += 1 + decimals;
    }
    while (*at == '_' || *at == '\\')
        at += at[1] ? 2 : 1;
    if (zeros == 0 || zeros > 15 || decimals > 10 || (*at && *at != ';'))
        return;
    format->zeros = (int)zeros;
    if (decimals > 0)
        format->decimals = (int)decimals;
}

static enum number_kind kind_shown(struct shown shown)
{
    if (!shown.year && !shown.day && (shown.hour || shown.second))
        return NUMBER_TIME;
    if (shown.day || (shown.month && !shown.year))
        return NUMBER_DATE;
    if (shown.year)
        return shown.month ? NUMBER_MONTH : NUMBER_YEAR;
    return NUMBER_PLAIN;
}

/* Formats without a code in the workbook; 27-36 and 50-58 as they are in Chinese. */
static enum number_kind kind_built_in(int id)
{
    static const int months[] = {17, 27, 36, 50, 52, 57},
                     times[] = {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (id == months[i])
            return NUMBER_MONTH;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (id == times[i])
            return NUMBER_TIME;
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? NUMBER_DATE
                                                                                      : NUMBER_PLAIN;
}

struct number_format number_format(int id, const char *code)
{
    struct number_format format = {.kind = NUMBER_PLAIN, .decimals = -1};
    if (!code) {
        format.kind = kind_built_in(id);
        if (id == 2)
            format.decimals = 2;
        return format;
    }
    format.kind = kind_shown(look_at(code));
    if (format.kind == NUMBER_PLAIN)
        look_at_zeros(code, &format);
    return format;
}

/* Year, month and day of a day counted from 1970-01-01. Source: H. Hinnant, "chrono-compatible low-level date
 * algorithms", civil_from_days. */
static void civil(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = days / 146097, of_era = days - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

/* Returns false where the number is no date of a spreadsheet. */
static bool show_date(double value, enum number_kind kind, bool date1904, char out[NUMBER_TEXT])
{
    if (!(value >= 0) || value > LAST_DAY)
        return false;
    int64_t seconds = llround(value * SECONDS), serial = seconds / SECONDS;
    int clock = (int)(seconds % SECONDS), year, month, day;
    if (kind == NUMBER_TIME) {
        snprintf(out, NUMBER_TEXT, "%02d:%02d:%02d", clock / 3600, clock / 60 % 60, clock % 60);
        return true;
    }
    if (date1904)
        serial += DAYS_1904;
    /* Lotus took 1900 for a leap year, and spreadsheets still count its 29 February as day 60. */
    if (serial < 1 || serial == 60)
        return false;
    civil(serial - (serial > 60 ? 25569 : 25568), &year, &month, &day);
    if (kind == NUMBER_YEAR)
        snprintf(out, NUMBER_TEXT, "%04d", year);
    else if (kind == NUMBER_MONTH)
        snprintf(out, NUMBER_TEXT, "%04d-%02d", year, month);
    else if (clock == 0)
        snprintf(out, NUMBER_TEXT, "%04d-%02d-%02d", year, month, day);
    else
        snprintf(out, NUMBER_TEXT, "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, clock / 3600,
                 clock / 60 % 60, clock % 60);
    return true;
}

/* Whether text shows fewer digits than the number has, as 1.38573E+10 does: a spreadsheet's narrow column,
 * kept as the value. A program that writes all numbers so has more digits (1.3857312345E10). */
static bool is_cut(const char *text)
{
    const char *power = strpbrk(text, "eE");
    if (!power)
        return false;
    long digits = 0, behind = strtol(power + 1, NULL, 10);
    for (const char *c = text; c < power; c++)
        digits += *c >= '0' && *c <= '9';
    return behind >= CUT_POWER_LEAST && digits <= CUT_DIGITS_MOST && digits < behind + 1;
}

static void show_plain(double value, const struct number_format *format, char out[NUMBER_TEXT])
{
    if (format->decimals >= 0)
        snprintf(out, NUMBER_TEXT, "%0*.*f", format->zeros + 1 + format->decimals, format->decimals, value);
    else if (format->zeros > 0 && fabs(value - nearbyint(value)) < 1e-9)
        snprintf(out, NUMBER_TEXT, "%0*.0f", format->zeros, value);
    else if (fabs(value) < 1e15 && value == nearbyint(value))
        snprintf(out, NUMBER_TEXT, "%.0f", value);
    else
        snprintf(out, NUMBER_TEXT, "%.15g", value);
}

bool number_show(const char *text, size_t size, const struct number_format *format, bool date1904,
                 char out[NUMBER_TEXT])
{
    char copy[NUMBER_TEXT], *end;
    size_t length = size < NUMBER_TEXT - 1 ? size : NUMBER_TEXT - 1;
    memcpy(copy, text, length);
    copy[length] = '\0';
    double value = strtod(copy, &end);
    if (length == 0 || *end || !isfinite(value)) {
        memcpy(out, copy, length + 1);
        return true;
    }
    if (format->kind != NUMBER_PLAIN && show_date(value, format->kind, date1904, out))
        return true;
    if (fabs(value) >= 1e15) {
        snprintf(out, NUMBER_TEXT, "%.5E", value);
        return false;
    }
    if (is_cut(copy)) {
        memcpy(out, copy, length + 1);
        return false;
    }
    show_plain(value, format, out);
    return true;
}
