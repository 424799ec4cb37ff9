#include "roster/typed_cell.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/tidy.h"

enum {
    YEAR_FIRST = 1800,
    YEAR_LAST = 2199,
    NO_MONTH = 13, /* for a 00 that is written: 0 stands for a part that is not */
    NO_DAY = 32,
    DIGITS_MOST = 15, /* of a whole number: as many as a spreadsheet keeps */
};

/* ---- dates ---- */

static int days_in(const struct date *date)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (date->year % 4 == 0 && date->year % 100 != 0) || date->year % 400 == 0;
    return date->month == 2 && leap ? 29 : days[date->month - 1];
}

/* Passes up to `most` digits; -1 where there is none or more follow. */
static int pass_number(const char **at, int most)
{
    int number = 0, digits = 0;
    for (; **at >= '0' && **at <= '9'; ++*at, digits++)
        if (digits < most)
            number = 10 * number + (**at - '0');
    return digits > 0 && digits <= most ? number : -1;
}

static bool pass(const char **at, const char *mark)
{
    size_t size = strlen(mark);
    if (strncmp(*at, mark, size) != 0)
        return false;
    *at += size;
    return true;
}

static bool read_parts(const char *at, struct date *date)
{
    date->year = pass_number(&at, 4);
    bool chinese = pass(&at, "年");
    char mark = *at;
    if (!*at)
        return true;
    if (!chinese && mark != '.' && mark != '/' && mark != '-')
        return false;
    at += !chinese;
    date->month = pass_number(&at, 2);
    date->month = date->month ? date->month : NO_MONTH;
    if (chinese ? !pass(&at, "月") : *at && *at != mark)
        return false;
    if (!*at)
        return true;
    at += !chinese;
    date->day = pass_number(&at, 2);
    date->day = date->day ? date->day : NO_DAY;
    if (chinese && !pass(&at, "日"))
        pass(&at, "号");
    return !*at;
}

static bool read_digits(const char *text, struct date *date)
{
    size_t size = strlen(text);
    if (strspn(text, "0123456789") != size || (size != 6 && size != 8))
        return false;
    long number = strtol(text, NULL, 10);
    date->day = size == 8 ? (int)(number % 100) : 0;
    number = size == 8 ? number / 100 : number;
    date->month = (int)(number % 100);
    date->year = (int)(number / 100);
    date->month = date->month ? date->month : NO_MONTH;
    date->day = size == 8 && !date->day ? NO_DAY : date->day;
    return true;
}

/* A spreadsheet's date often comes with midnight. */
static void cut_midnight(char *text)
{
    static const char *const times[] = {" 00:00:00", " 0:00:00", " 00:00", " 0:00", "T00:00:00"};
    size_t size = strlen(text);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        size_t length = strlen(times[i]);
        if (size > length && strcmp(text + size - length, times[i]) == 0) {
            text[size - length] = '\0';
            return;
        }
    }
}

enum date_reading date_read(const char *text, struct date *date)
{
    char *narrow = tidy_narrow(NULL, text);
    if (narrow)
        cut_midnight(narrow);
    char *key = narrow ? tidy_key(narrow, narrow) : NULL;
    *date = (struct date){0};
    bool whole = key && (read_digits(key, date) || read_parts(key, date));
    const char *point = key ? strchr(key, '.') : NULL;
    bool cut = point && strcmp(point, ".1") == 0;
    talloc_free(narrow);
    if (!whole || date->year < YEAR_FIRST || date->year > YEAR_LAST || date->month < 0 || date->day < 0)
        return DATE_NONE;
    if (cut)
        return DATE_MONTH_IS_CUT;
    if (date->month > 12 || (date->day > 0 && date->day > days_in(date)))
        return DATE_IMPOSSIBLE;
    return DATE_READ;
}

static char *write_date(const void *owner, const struct date *date)
{
    if (date->day > 0)
        return talloc_asprintf(owner, "%04d-%02d-%02d", date->year, date->month, date->day);
    if (date->month > 0)
        return talloc_asprintf(owner, "%04d-%02d", date->year, date->month);
    return talloc_asprintf(owner, "%04d", date->year);
}

/* 25112 and 25112.0 are how a spreadsheet counts days, from 1899-12-30; five digits are 1927 to 2173. */
static bool is_serial(const char *text, struct date *date)
{
    enum { DIGITS = 5, EPOCH = 693899 }; /* days from 0000-03-01 to 1899-12-30 */
    size_t digits = strspn(text, "0123456789");
    const char *rest = text + digits;
    if (digits != DIGITS || *text == '0' || (*rest == '.' && rest[1 + strspn(rest + 1, "0123456789")]) ||
        (*rest && *rest != '.'))
        return false;
    /* Days to a date of the Gregorian calendar, years beginning in March (Howard Hinnant, days_from_civil).
     */
    int days = (int)strtol(text, NULL, 10) + EPOCH;
    int era = days / 146097, of_era = days % 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    date->day = of_year - (153 * month + 2) / 5 + 1;
    date->month = month < 10 ? month + 3 : month - 9;
    date->year = year + 400 * era + (date->month <= 2);
    return true;
}

/* What is no date: perhaps a day as a spreadsheet counts it. */
static void fault_date(const void *owner, const char *text, const struct place *place, struct error *error)
{
    struct date date;
    char *narrow = tidy_narrow(owner, text);
    if (narrow && is_serial(narrow, &date))
        error_add(error, STATUS_INPUT, place,
                  _("“%s” is how a spreadsheet counts %04d-%02d-%02d. Please format the column as a date, or "
                    "write the date so."),
                  text, date.year, date.month, date.day);
    else
        error_add(error, STATUS_INPUT, place,
                  _("“%s” is no date. Please write it like 1965-03-01, 1965-03 or 1965, or leave the cell "
                    "empty."),
                  text);
    talloc_free(narrow);
}

static const char *read_date(const void *owner, const char *text, const struct place *place,
                             struct error *error)
{
    struct date date;
    switch (date_read(text, &date)) {
    case DATE_READ:
        return write_date(owner, &date);
    case DATE_IMPOSSIBLE:
        error_add(error, STATUS_INPUT, place,
                  _("There is no such date as “%s”. Please check and correct it."), text);
        break;
    case DATE_MONTH_IS_CUT:
        error_add(error, STATUS_INPUT, place,
                  _("“%s” may be January or October. Please write %d-01 or %d-10."), text, date.year,
                  date.year);
        break;
    case DATE_NONE:
        fault_date(owner, text, place, error);
        break;
    }
    return "";
}

/* ---- whole numbers and lists ---- */

static const char *read_integer(const void *owner, const char *text, const struct place *place,
                                struct error *error)
{
    char *narrow = tidy_narrow(owner, text);
    if (!narrow)
        return NULL;
    bool minus = *narrow == '-';
    const char *digits = narrow + minus;
    size_t size = strlen(digits);
    if (size == 0 || size > DIGITS_MOST || strspn(digits, "0123456789") != size) {
        error_add(error, STATUS_INPUT, place,
                  _("“%s” is no whole number. Please write a number like 12, or leave the cell empty."),
                  text);
        return "";
    }
    while (*digits == '0' && digits[1])
        digits++;
    return talloc_asprintf(owner, "%s%s", minus && *digits != '0' ? "-" : "", digits);
}

static const char *read_list(const void *owner, const char *text, const struct place *place,
                             struct error *error)
{
    int count;
    char **part = tidy_split(owner, text, place, &count, error);
    char *list = talloc_strdup(owner, "");
    for (int i = 0; part && list && i < count; i++)
        if (!text_list_has(list, part[i]))
            list = talloc_asprintf_append(list, "%s%s", *list ? "、" : "", part[i]);
    talloc_free(part);
    return part ? list : NULL;
}

bool typed_cell_is_error(const char *text)
{
    static const char *const errors[] = {
        TYPED_CELL_NO_VALUE, "#REF!",      "#VALUE!", "#DIV/0!",   "#NAME?", "#NULL!",    "#NUM!",
        "#SPILL!",           "#CALC!",     "#FIELD!", "#BLOCKED!", "#BUSY!", "#CONNECT!", "#UNKNOWN!",
        "#GETTING_DATA",     "#EXTERNAL!", "#PYTHON!"};
    if (*text != '#')
        return false;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(text, errors[i]) == 0)
            return true;
    return false;
}

const char *typed_cell(const void *owner, enum value_type type, const char *text, const struct place *place,
                       struct error *error)
{
    const char *trimmed = tidy_trim(owner, text);
    struct place at = *place;
    if (!trimmed || !*trimmed)
        return trimmed;
    at.value = trimmed;
    if (typed_cell_is_error(trimmed)) {
        error_add(error, STATUS_INPUT, &at,
                  _("The formula of this cell gives an error. Please correct it, or type the value."));
        return "";
    }
    switch (type) {
    case VALUE_INTEGER:
        return read_integer(owner, trimmed, &at, error);
    case VALUE_DATE:
        return read_date(owner, trimmed, &at, error);
    case VALUE_LIST:
        return read_list(owner, trimmed, &at, error);
    case VALUE_TEXT:
        break;
    }
    return trimmed;
}
