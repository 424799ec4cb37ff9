/* Marks: those of Lua, what people write in their place, and what is called how. */
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "script/lexical_parts.h"

static const char not_equal[] = N_("In Lua “not equal” is ~=, not %s.");
static const char equal[] = N_("In Lua “equal” is ==, not %s.");
static const char at_most[] = N_("In Lua “at most” is <=, not %s.");
static const char at_least[] = N_("In Lua “at least” is >=, not %s.");
static const char and_word[] = N_("In Lua “and” is the word and, not %s.");
static const char or_word[] = N_("In Lua “or” is the word or, not %s.");
static const char not_word[] = N_("In Lua “not” is the word not, not %s.");
static const char power[] = N_("In Lua “to the power of” is ^, not %s.");
static const char set[] = N_("In Lua a value is set with =, not %s.");
static const char choice[] = N_("Lua has no %s. Please write: condition and this or that.");

const struct wrong_mark wrong_marks[] = {
    {"!==", "~=", not_equal}, {"===", "==", equal},    {"..=", ".. ...", NULL}, {"//=", "// ...", NULL},
    {"!=", "~=", not_equal},  {"<>", "~=", not_equal}, {"&&", "and", and_word}, {"||", "or", or_word},
    {"**", "^", power},       {"++", "+ 1", NULL},     {"+=", "+ ...", NULL},   {"-=", "- ...", NULL},
    {"*=", "* ...", NULL},    {"/=", "/ ...", NULL},   {"%=", "% ...", NULL},   {"^=", "^ ...", NULL},
    {"|=", "| ...", NULL},    {"&=", "& ...", NULL},   {"=<", "<=", at_most},   {"=>", ">=", at_least},
    {":=", "=", set},         {"!", "not", not_word},  {"?", "and", choice},    {NULL, NULL, NULL},
};

const char *const long_marks[] = {"...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>", "--", NULL};

static const struct {
    const char mark[2], *name;
} named[] = {
    {",", N_("comma")},
    {";", N_("semicolon")},
    {":", N_("colon")},
    {"(", N_("round bracket")},
    {")", N_("round bracket")},
    {"[", N_("square bracket")},
    {"]", N_("square bracket")},
    {"{", N_("curly bracket")},
    {"}", N_("curly bracket")},
    {"=", N_("equals sign")},
    {"+", N_("plus sign")},
    {"-", N_("minus sign")},
    {"*", N_("asterisk")},
    {"/", N_("slash")},
    {"<", N_("less-than sign")},
    {">", N_("greater-than sign")},
    {".", N_("dot")},
    {"#", N_("number sign")},
    {"~", N_("tilde")},
    {"%", N_("percent sign")},
    {"^", N_("caret")},
    {"&", N_("ampersand")},
    {"|", N_("bar")},
};

static const struct {
    uint32_t code;
    const char *instead;
} chinese[] = {
    {0x3002, "."},   /* 。 */
    {0x3001, ","},   /* 、 */
    {0x3010, "["},   /* 【 */
    {0x3011, "]"},   /* 】 */
    {0x3014, "("},   /* 〔 */
    {0x3015, ")"},   /* 〕 */
    {0x2026, "..."}, /* … */
    {0x00D7, "*"},   /* × */
    {0x00F7, "/"},   /* ÷ */
    {0x2260, "~="},  /* ≠ */
    {0x2264, "<="},  /* ≤ */
    {0x2265, ">="},  /* ≥ */
};

static bool is_dash(uint32_t code)
{
    return (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}

uint32_t mark_plain(uint32_t code)
{
    if (is_dash(code))
        return '-';
    return code >= 0xFF01 && code <= 0xFF5E ? code - 0xFEE0 : code;
}

const char *mark_text(uint32_t plain)
{
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if ((unsigned char)named[i].mark[0] == plain)
            return named[i].mark;
    return NULL;
}

const char *mark_name(uint32_t plain)
{
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if ((unsigned char)named[i].mark[0] == plain)
            return named[i].name;
    return NULL;
}

const char *mark_instead(uint32_t code)
{
    for (size_t i = 0; i < sizeof chinese / sizeof chinese[0]; i++)
        if (chinese[i].code == code)
            return chinese[i].instead;
    return NULL;
}

bool mark_is_curly(uint32_t code)
{
    return (code >= 0x2018 && code <= 0x201F) || (code >= 0x300C && code <= 0x300F) ||
           (code >= 0x301D && code <= 0x301F) || code == 0xFF02 || code == 0xFF07;
}

bool mark_is_foreign_letter(uint32_t code)
{
    if (code < 0xAA || text_is_blank(code) || mark_instead(code))
        return false;
    if (code < 0xC0) /* signs such as ± and · among two letters */
        return code == 0xAA || code == 0xBA;
    bool is_sign = (code >= 0x2000 && code <= 0x206F) || (code >= 0x2190 && code <= 0x245F) ||
                   (code >= 0x2500 && code <= 0x2BFF);
    bool is_chinese_sign = code >= 0x3000 && code <= 0x303F && !(code >= 0x3005 && code <= 0x3007) &&
                           !(code >= 0x3021 && code <= 0x3029);
    bool is_form = (code >= 0xFE00 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF65) ||
                   (code >= 0xFFE0 && code <= 0xFFFF);
    return !is_sign && !is_chinese_sign && !is_form;
}

char mark_wide_letter(uint32_t code)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    if (code < 0xFF01 || code > 0xFF5E)
        return 0;
    char plain = (char)(code - 0xFEE0);
    return strchr(letters, plain) ? plain : 0;
}
