#include "roster/sections.h"

#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/tidy.h"

enum { SECTOR_CHARACTERS = 16 };

static const char world[] = "界";

static bool is_digit(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 0xFF10 && code <= 0xFF19);
}

/* 一 to 十, 百 and 〇. */
static bool is_numeral(uint32_t code)
{
    static const uint32_t numerals[] = {0x3007, 0x4E00, 0x4E03, 0x4E09, 0x4E5D, 0x4E8C,
                                        0x4E94, 0x516B, 0x516D, 0x5341, 0x56DB, 0x767E};
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (numerals[i] == code)
            return true;
    return false;
}

static bool is_one_of(uint32_t code, const char *characters)
{
    for (size_t size = strlen(characters), at = 0, length; at < size; at += length)
        if (text_decode(characters + at, size - at, &length) == code)
            return true;
    return false;
}

/* What stands behind a number in front: 一、 (一) 03. 03- ; digits need nothing. Numerals need a mark:
 * 九三学社. */
static const char *pass_number(const char *text)
{
    const char *at = text, *end = text + strlen(text);
    size_t length;
    int digits = 0, numerals = 0, marks = 0;
    for (; at < end; at += length) {
        uint32_t code = text_decode(at, (size_t)(end - at), &length);
        bool mark = text_is_blank(code) || is_one_of(code, "、．.，,-_（()）【第");
        if (is_digit(code) && marks <= 1)
            digits++;
        else if (is_numeral(code) && numerals < 4 && digits == 0)
            numerals++;
        else if (mark && (digits + numerals > 0 || is_one_of(code, "（( 【")))
            marks += digits + numerals > 0;
        else
            break;
    }
    if (digits > 0 || (numerals > 0 && marks > 0))
        return at;
    return strncmp(text, "【", strlen("【")) == 0 ? text + strlen("【") : text;
}

/* Cuts a count off the end: 24人. Returns whether there was one. */
static bool cut_count(char *text)
{
    static const char *const units[] = {"人", "名", "位"};
    size_t size = strlen(text), at = size;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (at > strlen(units[i]) && strcmp(text + at - strlen(units[i]), units[i]) == 0) {
            at -= strlen(units[i]);
            break;
        }
    size_t number = at;
    while (number > 0 && text[number - 1] >= '0' && text[number - 1] <= '9')
        number--;
    if (at == size || number == at)
        return false;
    text[number] = '\0';
    return true;
}

static void cut_end(char *text, const char *end)
{
    size_t size = strlen(text), length = strlen(end);
    if (size > length && strcmp(text + size - length, end) == 0)
        text[size - length] = '\0';
}

/* The name that stands between a number in front and a count behind; *counted: there is a count. */
static char *bare_name(const void *owner, const char *text, bool *counted)
{
    static const char *const marks[] = {"】", "：", ":", "，", ",", "、"};
    char *narrow = tidy_narrow(owner, text), *name = narrow ? tidy_squeeze(owner, pass_number(narrow)) : NULL;
    talloc_free(narrow);
    if (!name)
        return NULL;
    /* Full-width brackets are narrow by now. */
    char *bracket = strchr(name, '(');
    *counted = false;
    if (bracket) {
        char *close = strchr(bracket, ')');
        if (close)
            *close = '\0';
        *counted = cut_count(bracket) || strspn(bracket + 1, "0123456789") == strlen(bracket + 1);
        *bracket = '\0';
    } else {
        *counted = cut_count(name);
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            cut_end(name, marks[i]);
    if (strncmp(name, "界别:", strlen("界别:")) == 0)
        memmove(name, name + strlen("界别:"), strlen(name + strlen("界别:")) + 1);
    return name;
}

static bool is_sector(const struct codes *sectors, const char *name)
{
    size_t size = strlen(name), last = sizeof world - 1;
    return *name &&
           (codes_find(sectors, name) >= 0 ||
            (size > last && strcmp(name + size - last, world) == 0 && text_count(name) <= SECTOR_CHARACTERS));
}

const char *layout_sector(const void *owner, const struct codes *sectors, const char *text)
{
    static const char *const ends[] = {"共计", "合计",     "共",       "：",   ":",   "，",
                                       ",",    "委员名单", "委员名册", "委员", "名单"};
    bool counted;
    char *name = bare_name(owner, text, &counted);
    if (name && is_sector(sectors, name))
        return name;
    for (size_t i = 0; name && i < sizeof ends / sizeof *ends; i++) {
        cut_end(name, ends[i]);
        if (is_sector(sectors, name))
            return name;
    }
    talloc_free(name);
    return NULL;
}

bool sector_is_known(const struct codes *sectors, const char *sector)
{
    char *bare = talloc_strdup(NULL, sector);
    if (bare)
        cut_end(bare, world);
    bool known = codes_find(sectors, sector) >= 0 || (bare && codes_find(sectors, bare) >= 0);
    talloc_free(bare);
    return known;
}

/* What may be the 界别 of a body that no table knows. */
static const char *counted_name(const void *owner, const char *text)
{
    static const char *const others[] = {"组", "委", "窗口", "委员会", "片",   "区",   "县",  "市",
                                         "镇", "乡", "街道", "名单",   "名册", "委员", "中心"};
    bool counted;
    char *name = bare_name(owner, text, &counted);
    bool fits = name && counted && *name && text_count(name) <= SECTOR_CHARACTERS &&
                strncmp(name, "第", strlen("第")) != 0;
    for (size_t i = 0; fits && i < sizeof others / sizeof *others; i++) {
        size_t size = strlen(name), length = strlen(others[i]);
        fits = size < length || strcmp(name + size - length, others[i]) != 0;
    }
    if (fits)
        return name;
    talloc_free(name);
    return NULL;
}

/* A running number (3, 三, 三、), or a count (3人). */
static bool is_count(const char *text)
{
    size_t size = strlen(text), at = 0, length;
    for (; at < size; at += length) {
        uint32_t code = text_decode(text + at, size - at, &length);
        if (!is_digit(code) && !is_numeral(code) && !text_is_blank(code) &&
            !is_one_of(code, "人名位共计、．.（()）"))
            return false;
    }
    return true;
}

const char *section_of_row(const void *owner, const struct codes *sectors, const struct csv_row *row,
                           const struct section_columns *columns, bool any, const char **text)
{
    int found = -1;
    for (int c = 0; c < row->cells; c++) {
        if (tidy_is_blank(row->cell[c]) || is_count(row->cell[c]))
            continue;
        if (found >= 0)
            return NULL;
        found = c;
    }
    if (found < 0 || found == columns->sector)
        return NULL;
    *text = row->cell[found];
    const char *sector = layout_sector(owner, sectors, *text);
    return sector || !any ? sector : counted_name(owner, *text);
}
