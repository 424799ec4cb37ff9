#include "roster/xlsx_number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <talloc.h>

#include "roster/number_code.h"

enum {
    DAYS_1904 = 1462,    /* between the two calendars of spreadsheets */
    LAST_DAY = 2958465,  /* 9999-12-31 */
    CUT_DIGITS_MOST = 6, /* digits that 1.38573E+10 still shows */
    CUT_POWER_LEAST = 8, /* below it a spreadsheet writes out all digits */
    SECONDS = 86400,
};

/* Formats without a code in the workbook; 27-36 and 50-58 as they are in Chinese. */
static const char *built_in(int id)
{
    static const struct {
        int id;
        const char *code;
    } codes[] = {{1, "0"},         {2, "0.00"},      {3, "#,##0"},     {4, "#,##0.00"},     {9, "0%"},
                 {10, "0.00%"},    {11, "0.00E+00"}, {12, "# \?/\?"},  {13, "# \?\?/\?\?"}, {37, "#,##0"},
                 {38, "#,##0"},    {39, "#,##0.00"}, {40, "#,##0.00"}, {41, "#,##0"},       {42, "#,##0"},
                 {43, "#,##0.00"}, {44, "#,##0.00"}, {48, "##0.0E+0"}};
    static const int months[] = {17, 27, 36, 50, 52, 57},
                     times[] = {18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (id == codes[i].id)
            return codes[i].code;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (id == months[i])
            return "yyyy-mm";
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (id == times[i])
            return "hh:mm:ss";
    if (id == 46)
        return "[h]:mm:ss";
    if (id == 22)
        return "yyyy-mm-dd hh:mm";
    return (id >= 14 && id <= 16) || (id >= 28 && id <= 31) || (id >= 51 && id <= 58) ? "yyyy-mm-dd" : NULL;
}

/* Whether texts under the code look otherwise: "T"@, or ;;; which hides them. */
static bool shows_text(const char *code)
{
    struct code read;
    return strcmp(code, "@") != 0 && code_read(code, &read) && read.has_text &&
           !(read.text.end - read.text.at == 1 && *read.text.at == '@');
}

struct number_format number_format(int id, const char *code)
{
    const char *used = code && *code ? code : built_in(id);
    if (!used || strcasecmp(used, "General") == 0 || strcmp(used, "@") == 0)
        return (struct number_format){0};
    return (struct number_format){used, shows_text(used)};
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

/* Leaves `out` as it is where the number is no date of a spreadsheet. */
static void show_date(double value, const struct code_date *shown, bool date1904, char out[NUMBER_TEXT])
{
    if (!(value >= 0) || value > LAST_DAY)
        return;
    int64_t seconds = llround(value * SECONDS), serial = seconds / SECONDS;
    int clock = (int)(seconds % SECONDS), year, month, day;
    if (!shown->year && !shown->month && !shown->day) {
        int hours = shown->elapsed ? (int)(seconds / 3600) : clock / 3600;
        snprintf(out, NUMBER_TEXT, "%02d:%02d:%02d", hours, clock / 60 % 60, clock % 60);
        return;
    }
    if (date1904)
        serial += DAYS_1904;
    /* Lotus took 1900 for a leap year, and spreadsheets still count its 29 February as day 60. */
    if (serial < 1 || serial == 60)
        return;
    civil(serial - (serial > 60 ? 25569 : 25568), &year, &month, &day);
    if (shown->year && !shown->month && !shown->day)
        snprintf(out, NUMBER_TEXT, "%04d", year);
    else if (shown->year && !shown->day)
        snprintf(out, NUMBER_TEXT, "%04d-%02d", year, month);
    else if (clock == 0 || !shown->clock)
        snprintf(out, NUMBER_TEXT, "%04d-%02d-%02d", year, month, day);
    else
        snprintf(out, NUMBER_TEXT, "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, clock / 3600,
                 clock / 60 % 60, clock % 60);
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

static void show_plain(double value, char out[NUMBER_TEXT])
{
    if (fabs(value) < 1e15 && value == nearbyint(value))
        snprintf(out, NUMBER_TEXT, "%.0f", value);
    else
        snprintf(out, NUMBER_TEXT, "%.15g", value);
}

/* Shows what is neither cut nor too long. */
static enum number_shown show_by_code(double value, const char *code, bool date1904, char out[NUMBER_TEXT])
{
    struct code read;
    bool absolute;
    char plain[64];
    show_plain(value, out);
    if (!code_read(code, &read))
        return NUMBER_FORMAT_UNKNOWN;
    if (read.sections == 0)
        return NUMBER_SHOWN;
    const struct code_section *section = code_choose(&read, value, &absolute);
    if (!section || section->unreadable)
        return NUMBER_FORMAT_UNKNOWN;
    if (section->power)
        return NUMBER_SHOWN;
    if (section->date) {
        /* A number that is no date fills its cell with #: what was typed is kept. */
        const struct code_date shown = code_date(section);
        show_date(value, &shown, date1904, out);
        return NUMBER_SHOWN;
    }
    double size = absolute ? fabs(value) : value;
    show_plain(fabs(value), out);
    snprintf(plain, sizeof plain, "%.60s", out);
    return code_show(section, size, plain, out, NUMBER_TEXT) ? NUMBER_SHOWN : NUMBER_FORMAT_UNKNOWN;
}

enum number_shown number_show(const char *text, size_t size, const struct number_format *format,
                              bool date1904, char out[NUMBER_TEXT])
{
    char copy[64], *end;
    size_t length = size < sizeof copy - 1 ? size : sizeof copy - 1;
    memcpy(copy, text, length);
    copy[length] = '\0';
    double value = strtod(copy, &end);
    if (length == 0 || *end || !isfinite(value)) {
        memcpy(out, copy, length + 1);
        return NUMBER_SHOWN;
    }
    if (fabs(value) >= 1e15) {
        snprintf(out, NUMBER_TEXT, "%.5E", value);
        return NUMBER_DIGITS_LOST;
    }
    if (is_cut(copy)) {
        memcpy(out, copy, length + 1);
        return NUMBER_DIGITS_LOST;
    }
    if (format->code)
        return show_by_code(value, format->code, date1904, out);
    show_plain(value, out);
    return NUMBER_SHOWN;
}

const char *number_show_text(const void *owner, const char *text, const struct number_format *format)
{
    struct code code;
    if (!format->shows_text || !code_read(format->code, &code) || !code.has_text)
        return text;
    size_t room = 8 * (strlen(text) + 1) + CODE_BYTES;
    char *out = talloc_array(owner, char, room);
    if (out && !code_show_text(&code.text, text, out, room))
        return text;
    return out;
}
