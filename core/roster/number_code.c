#include "roster/number_code.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DECIMALS_MOST = 20, DIGITS_ROOM = 400 };

#define VALUE_MOST 1e30 /* after signs of per cent */

/* ---- pieces of a section ---- */

enum token {
    TOKEN_NOTHING, /* a colour, a locale, a condition, what fills the cell */
    TOKEN_LITERAL,
    TOKEN_DIGIT, /* 0, #, ? */
    TOKEN_POINT,
    TOKEN_COMMA,
    TOKEN_PERCENT,
    TOKEN_POWER, /* E+ */
    TOKEN_SLASH,
    TOKEN_GENERAL,
    TOKEN_TEXT, /* @ */
    TOKEN_DATE, /* y, m, d, h, s, e, g, b, a */
    TOKEN_ELAPSED,
    TOKEN_NUMERALS, /* [DBNum1] */
};

struct piece {
    enum token token;
    const char *text; /* of a literal; of a date its letter */
    size_t size;
};

static bool begins(const char *at, const char *end, const char *word)
{
    size_t size = strlen(word);
    return (size_t)(end - at) >= size && strncasecmp(at, word, size) == 0;
}

/* Whether the text between brackets is that of elapsed time: h, mm, ss. */
static bool is_elapsed(const char *text, size_t size)
{
    int letter = size > 0 ? tolower((unsigned char)*text) : 0;
    if (letter != 'h' && letter != 'm' && letter != 's')
        return false;
    for (size_t i = 0; i < size; i++)
        if (tolower((unsigned char)text[i]) != letter)
            return false;
    return true;
}

/* [Red], [$-804], [$¥-804], [h], [DBNum1], [>=100]. */
static struct piece bracket(const char **at, const char *end)
{
    const char *text = *at + 1, *close = memchr(text, ']', (size_t)(end - text));
    size_t size = close ? (size_t)(close - text) : (size_t)(end - text);
    *at = close ? close + 1 : end;
    if (size > 0 && *text == '$') {
        const char *dash = memchr(text, '-', size);
        size_t shown = dash ? (size_t)(dash - text) : size;
        return (struct piece){shown > 1 ? TOKEN_LITERAL : TOKEN_NOTHING, text + 1, shown - 1};
    }
    if (is_elapsed(text, size))
        return (struct piece){TOKEN_ELAPSED, text, 1};
    if (begins(text, text + size, "DBNum") || begins(text, text + size, "NatNum"))
        return (struct piece){TOKEN_NUMERALS, text, size};
    return (struct piece){TOKEN_NOTHING, text, size};
}

static struct piece quoted(const char **at, const char *end)
{
    const char *text = *at + 1, *close = memchr(text, '"', (size_t)(end - text));
    *at = close ? close + 1 : end;
    return (struct piece){TOKEN_LITERAL, text, (size_t)((close ? close : end) - text)};
}

static size_t character_bytes(const char *at, const char *end)
{
    size_t size = 1;
    while (at + size < end && ((unsigned char)at[size] & 0xC0) == 0x80)
        size++;
    return size;
}

/* \x shows x, _x a blank as wide as x, *x fills the cell with x. */
static struct piece escaped(const char **at, const char *end)
{
    char mark = **at;
    const char *text = *at + 1;
    size_t size = text < end ? character_bytes(text, end) : 0;
    *at = text + size;
    if (mark == '_')
        return (struct piece){TOKEN_LITERAL, " ", size > 0};
    return (struct piece){mark == '*' ? TOKEN_NOTHING : TOKEN_LITERAL, text, size};
}

/* A word: General and its Chinese name, AM/PM. 0 bytes where there is none. */
static struct piece word(const char **at, const char *end)
{
    static const struct {
        const char *text;
        enum token token;
        const char *letter;
    } words[] = {{"General", TOKEN_GENERAL, ""},
                 {"G/通用格式", TOKEN_GENERAL, ""},
                 {"AM/PM", TOKEN_DATE, "p"},
                 {"A/P", TOKEN_DATE, "p"},
                 {"上午/下午", TOKEN_DATE, "p"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(*at, end, words[i].text)) {
            *at += strlen(words[i].text);
            return (struct piece){words[i].token, words[i].letter, 1};
        }
    return (struct piece){TOKEN_NOTHING, NULL, 0};
}

static struct piece mark(const char **at, const char *end)
{
    const char *text = *at;
    size_t size = character_bytes(text, end);
    *at += size;
    switch (*text) {
    case '0':
    case '#':
    case '?':
        return (struct piece){TOKEN_DIGIT, text, 1};
    case '.':
        return (struct piece){TOKEN_POINT, text, 1};
    case ',':
        return (struct piece){TOKEN_COMMA, text, 1};
    case '%':
        return (struct piece){TOKEN_PERCENT, text, 1};
    case '/':
        return (struct piece){TOKEN_SLASH, text, 1};
    case '@':
        return (struct piece){TOKEN_TEXT, text, 1};
    default:
        return (struct piece){*text && strchr("ymdhsegba", tolower((unsigned char)*text)) ? TOKEN_DATE
                                                                                          : TOKEN_LITERAL,
                              text, size};
    }
}

/* The piece at *at, which is before `end`, and passes it. */
static struct piece next_piece(const char **at, const char *end)
{
    struct piece piece = word(at, end);
    if (piece.text)
        return piece;
    if (**at == '[')
        return bracket(at, end);
    if (**at == '"')
        return quoted(at, end);
    if (**at == '\\' || **at == '_' || **at == '*')
        return escaped(at, end);
    if ((**at == 'E' || **at == 'e') && *at + 1 < end && ((*at)[1] == '+' || (*at)[1] == '-')) {
        piece = (struct piece){TOKEN_POWER, *at, 2};
        *at += 2;
        return piece;
    }
    return mark(at, end);
}

/* ---- sections ---- */

static void read_condition(struct code_section *section)
{
    for (const char *at = section->at; at < section->end && *at == '[';) {
        const char *text = at + 1;
        bracket(&at, section->end);
        if (!*text || !strchr("<>=", *text))
            continue;
        bool equal = text[1] == '=', unequal = *text == '<' && text[1] == '>';
        section->test = *text;
        if (unequal)
            section->test = 'n';
        else if (equal)
            section->test = *text == '<' ? 'l' : 'g';
        section->limit = strtod(text + 1 + (equal || unequal), NULL);
        return;
    }
}

static void look_at(struct code_section *section)
{
    bool general = false, digits = false, letters = false, clear = false, numerals = false, slash = false,
         power = false;
    for (const char *at = section->at; at < section->end;) {
        struct piece piece = next_piece(&at, section->end);
        int letter = piece.token == TOKEN_DATE ? tolower((unsigned char)*piece.text) : 0;
        digits = digits || piece.token == TOKEN_DIGIT;
        power = power || piece.token == TOKEN_POWER;
        slash = slash || (piece.token == TOKEN_SLASH && digits);
        general = general || piece.token == TOKEN_GENERAL;
        letters = letters || letter;
        clear = clear || (letter && strchr("ymdhs", letter)) || piece.token == TOKEN_ELAPSED;
        numerals = numerals || piece.token == TOKEN_NUMERALS;
        section->text = section->text || piece.token == TOKEN_TEXT;
    }
    /* Beside digits a lone e or g is a letter; the fractions of seconds have digits, too. */
    section->date = clear || (letters && !digits);
    section->unreadable = !section->date && (numerals || slash);
    section->power = !section->date && power;
    section->number = digits || general;
}

/* The end of the section that begins at `at`: a semicolon outside quotation marks, or the end of the code. */
static const char *section_end(const char *at, const char *end)
{
    while (at < end && *at != ';')
        next_piece(&at, end);
    return at;
}

bool code_read(const char *text, struct code *code)
{
    struct code_section found[CODE_SECTIONS] = {{0}};
    size_t size = strlen(text);
    int count = 0;
    *code = (struct code){0};
    if (size > CODE_BYTES)
        return false;
    for (const char *at = text, *end = text + size;; at++) {
        if (count == CODE_SECTIONS)
            return false;
        struct code_section *section = &found[count++];
        section->at = at;
        section->end = at = section_end(at, end);
        read_condition(section);
        look_at(section);
        if (at == end)
            break;
    }
    code->has_text = count == CODE_SECTIONS || found[count - 1].text;
    if (code->has_text)
        code->text = found[--count];
    code->sections = count; /* none where there is one for texts alone: numbers are as they are */
    memcpy(code->section, found, sizeof code->section);
    return true;
}

static bool holds(const struct code_section *section, double value)
{
    switch (section->test) {
    case '<':
        return value < section->limit;
    case '>':
        return value > section->limit;
    case 'l':
        return value <= section->limit;
    case 'g':
        return value >= section->limit;
    case 'n':
        return value != section->limit;
    default:
        return value == section->limit;
    }
}

/* Where conditions stand: the first section that holds; the last holds always where it says nothing. */
static const struct code_section *choose_by_condition(const struct code *code, double value)
{
    for (int i = 0; i < code->sections; i++) {
        const struct code_section *section = &code->section[i];
        bool last = i > 0 && i + 1 == code->sections;
        if (section->test ? holds(section, value) : last || (i == 0 ? value > 0 : value < 0))
            return value < 0 && section->number ? NULL : section; /* programs differ in its sign */
    }
    return NULL;
}

const struct code_section *code_choose(const struct code *code, double value, bool *absolute)
{
    int chosen = 0;
    *absolute = false;
    for (int i = 0; i < code->sections; i++)
        if (code->section[i].test)
            return choose_by_condition(code, value);
    if (code->sections > 1 && value < 0) {
        *absolute = true;
        chosen = 1;
    } else if (code->sections > 2 && value == 0) {
        chosen = 2;
    }
    return &code->section[chosen];
}

/* ---- dates ---- */

/* m is a minute behind hours and before seconds. */
static void note_month(struct code_date *date, int before, int after)
{
    if (before == 'h' || after == 's')
        date->clock = true;
    else
        date->month = true;
}

struct code_date code_date(const struct code_section *section)
{
    struct code_date date = {0};
    char letters[CODE_BYTES + 1];
    size_t count = 0;
    for (const char *at = section->at; at < section->end;) {
        struct piece piece = next_piece(&at, section->end);
        int letter = piece.token == TOKEN_DATE || piece.token == TOKEN_ELAPSED
                         ? tolower((unsigned char)*piece.text)
                         : 0;
        if (piece.token == TOKEN_ELAPSED) {
            date.elapsed = date.clock = true;
            letter = letter == 'm' ? 's' : letter; /* [mm] is never a month */
        }
        if (letter && (count == 0 || letters[count - 1] != letter))
            letters[count++] = (char)letter;
    }
    letters[count] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (letters[i] == 'm')
            note_month(&date, i > 0 ? letters[i - 1] : 0, letters[i + 1]);
        date.year = date.year || strchr("yegb", letters[i]);
        date.day = date.day || strchr("da", letters[i]);
        date.clock = date.clock || strchr("hsp", letters[i]);
    }
    return date;
}

/* ---- showing ---- */

struct writer {
    char *at, *end;
    bool full;
};

static void put(struct writer *writer, const char *text, size_t size)
{
    if ((size_t)(writer->end - writer->at) <= size) {
        writer->full = true;
        return;
    }
    memcpy(writer->at, text, size);
    writer->at += size;
}

/* Blanks that only align the number in its cell are no part of it. */
static bool finish(struct writer *writer, char *out)
{
    *writer->at = '\0';
    size_t blanks = strspn(out, " ");
    memmove(out, out + blanks, strlen(out + blanks) + 1);
    for (size_t size = strlen(out); size > 0 && out[size - 1] == ' '; size--)
        out[size - 1] = '\0';
    return !writer->full;
}

/* The digits of a number under a section. */
struct digits {
    int before, behind; /* placeholders */
    char text[DIGITS_ROOM];
    const char *whole; /* without leading zeros */
    int wholes;        /* digits of it */
    const char *decimal;
    int shown;  /* decimals that are shown: zeros at the end may be not */
    int passed; /* placeholders so far */
};

/* Counts placeholders; commas behind the last one scale by thousands. */
static void measure(const struct code_section *section, struct digits *digits, double *value)
{
    bool behind = false;
    int commas = 0;
    digits->shown = 0;
    for (const char *at = section->at; at < section->end;) {
        struct piece piece = next_piece(&at, section->end);
        if (piece.token == TOKEN_DIGIT) {
            digits->before += !behind;
            digits->behind += behind;
            if (behind && *piece.text != '#')
                digits->shown = digits->behind;
            commas = 0;
        }
        behind = behind || piece.token == TOKEN_POINT;
        commas += piece.token == TOKEN_COMMA && digits->before + digits->behind > 0;
        if (piece.token == TOKEN_PERCENT)
            *value *= 100;
    }
    for (; commas > 0; commas--)
        *value /= 1000;
    if (digits->behind > DECIMALS_MOST)
        digits->behind = DECIMALS_MOST;
}

/* As spreadsheets round: of the 15 digits that they keep, a half goes up (printf rounds the binary number).
 */
static double rounded(double value, int decimals)
{
    char kept[32];
    double scale = pow(10, decimals);
    if (value * scale >= 1e15)
        return value;
    snprintf(kept, sizeof kept, "%.15g", value * scale);
    return floor(strtod(kept, NULL) + 0.5) / scale;
}

static void write_digits(struct digits *digits, double value)
{
    snprintf(digits->text, sizeof digits->text, "%.*f", digits->behind, rounded(value, digits->behind));
    const char *point = strchr(digits->text, '.');
    digits->whole = digits->text + strspn(digits->text, "0");
    digits->decimal = point ? point + 1 : "";
    digits->wholes = (int)((point ? point : digits->text + strlen(digits->text)) - digits->whole);
    digits->wholes = digits->wholes < 0 ? 0 : digits->wholes;
    for (int i = digits->shown; digits->decimal[0] && i < digits->behind; i++)
        if (digits->decimal[i] != '0')
            digits->shown = i + 1;
}

static void put_whole(struct writer *writer, struct digits *digits, char placeholder)
{
    int from_right = digits->before - 1 - digits->passed;
    if (digits->passed == 0 && digits->wholes > digits->before)
        put(writer, digits->whole, (size_t)(digits->wholes - digits->before));
    if (from_right < digits->wholes)
        put(writer, digits->whole + digits->wholes - 1 - from_right, 1);
    else if (placeholder != '#')
        put(writer, placeholder == '0' ? "0" : " ", 1);
}

static void put_decimal(struct writer *writer, const struct digits *digits, char placeholder)
{
    int index = digits->passed - digits->before;
    if (index >= digits->behind)
        return;
    const char *rest = digits->decimal + index;
    if (placeholder == '0' || strspn(rest, "0") < strlen(rest))
        put(writer, rest, 1);
    else if (placeholder == '?')
        put(writer, " ", 1);
}

static void put_piece(struct writer *writer, const struct piece *piece, struct digits *digits,
                      const char *general)
{
    switch (piece->token) {
    case TOKEN_LITERAL:
    case TOKEN_DATE:
    case TOKEN_PERCENT:
    case TOKEN_SLASH:
        put(writer, piece->text, piece->size);
        break;
    case TOKEN_GENERAL:
    case TOKEN_TEXT:
        put(writer, general, strlen(general));
        break;
    case TOKEN_POINT:
        if (digits->before == 0)
            put(writer, digits->whole, (size_t)digits->wholes);
        if (digits->shown > 0)
            put(writer, ".", 1);
        break;
    case TOKEN_DIGIT:
        if (digits->passed < digits->before)
            put_whole(writer, digits, *piece->text);
        else
            put_decimal(writer, digits, *piece->text);
        digits->passed++;
        break;
    default:
        break;
    }
}

bool code_show(const struct code_section *section, double value, const char *general, char *out, size_t room)
{
    struct writer writer = {out, out + room, false};
    struct digits digits = {0};
    double size = fabs(value);
    measure(section, &digits, &size);
    if (!(size < VALUE_MOST))
        return false;
    write_digits(&digits, size);
    bool zero = digits.before + digits.behind > 0 && strspn(digits.text, "0.") == strlen(digits.text);
    if (value < 0 && section->number && !zero)
        put(&writer, "-", 1);
    for (const char *at = section->at; at < section->end;) {
        struct piece piece = next_piece(&at, section->end);
        put_piece(&writer, &piece, &digits, general);
    }
    return finish(&writer, out);
}

bool code_show_text(const struct code_section *section, const char *text, char *out, size_t room)
{
    struct writer writer = {out, out + room, false};
    struct digits digits = {0};
    write_digits(&digits, 0);
    for (const char *at = section->at; at < section->end;) {
        struct piece piece = next_piece(&at, section->end);
        if (piece.token != TOKEN_DIGIT && piece.token != TOKEN_POINT)
            put_piece(&writer, &piece, &digits, text);
    }
    out[writer.at - out] = '\0';
    return !writer.full;
}
