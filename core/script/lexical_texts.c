/* Texts, long brackets and comments of a script, and where they go wrong. */
#include <string.h>
#include <talloc.h>

#include "script/lexical_scanner.h"

static bool is_hex(char c)
{
    return scanner_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* ---- long brackets ---- */

size_t scanner_long_bracket(const struct scanner *s, size_t ahead)
{
    size_t size = 1;
    if (scanner_peek(s, ahead) != '[')
        return 0;
    while (scanner_peek(s, ahead + size) == '=')
        size++;
    return scanner_peek(s, ahead + size) == '[' ? size + 1 : 0;
}

/* Passes to behind the ]==] of that size; false where there is none, and all is passed. */
static bool pass_long(struct scanner *s, size_t bracket)
{
    while (s->at < s->size) {
        size_t size = 1;
        if (scanner_peek(s, 0) == ']') {
            while (scanner_peek(s, size) == '=')
                size++;
            if (size + 1 == bracket && scanner_peek(s, size) == ']') {
                scanner_pass_to(s, s->at + bracket);
                return true;
            }
        }
        scanner_pass_to(s, s->at + (scanner_peek(s, 0) == ']' ? size : 1));
    }
    return false;
}

/* The ]==] that a [==[ of so many bytes needs. */
static const char *closing(struct scanner *s, size_t bracket)
{
    char *text = talloc_array(s->tokens, char, bracket + 1);
    if (!text) {
        s->failed = true;
        return "]]";
    }
    memset(text, '=', bracket);
    text[0] = text[bracket - 1] = ']';
    text[bracket] = '\0';
    return text;
}

void scanner_long(struct scanner *s, size_t ahead, size_t bracket, bool is_comment)
{
    struct token token = scanner_here(s, TOKEN_TEXT);
    scanner_pass_to(s, s->at + ahead + bracket);
    if (pass_long(s, bracket)) {
        if (!is_comment)
            scanner_put(s, token, s->at);
        return;
    }
    token.kind = is_comment ? TOKEN_UNFINISHED_LONG_COMMENT : TOKEN_UNFINISHED_LONG_TEXT;
    token.right = closing(s, bracket);
    scanner_put(s, token, token.at + ahead + bracket);
}

void scanner_comment(struct scanner *s)
{
    size_t bracket = scanner_long_bracket(s, 2);
    if (bracket > 0)
        scanner_long(s, 2, bracket, true);
    else
        scanner_pass_line(s);
}

/* ---- texts ---- */

static size_t decimal_escape(const struct scanner *s)
{
    size_t size = 1;
    int value = 0;
    for (; size <= 3 && scanner_is_digit(scanner_peek(s, size)); size++)
        value = 10 * value + scanner_peek(s, size) - '0';
    return value <= 255 ? size : 0;
}

static size_t code_escape(const struct scanner *s)
{
    size_t size = 3;
    uint64_t value = 0;
    for (; is_hex(scanner_peek(s, size)) && value < UINT32_MAX; size++) {
        char c = scanner_peek(s, size);
        value = 16 * value + (uint64_t)(scanner_is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
    }
    return scanner_peek(s, 2) == '{' && size > 3 && scanner_peek(s, size) == '}' && value < 1U << 31
               ? size + 1
               : 0;
}

/* Bytes of the escape that begins here, or 0 where Lua knows none such. */
static size_t escape_size(const struct scanner *s)
{
    char c = scanner_peek(s, 1);
    if (c != '\0' && strchr("abfnrtv\\\"'z\n\r", c))
        return 2;
    if (c == 'x')
        return is_hex(scanner_peek(s, 2)) && is_hex(scanner_peek(s, 3)) ? 4 : 0;
    if (c == 'u')
        return code_escape(s);
    return scanner_is_digit(c) ? decimal_escape(s) : 0;
}

static void scan_escape(struct scanner *s)
{
    struct token token = scanner_here(s, TOKEN_BAD_ESCAPE);
    size_t size = escape_size(s);
    bool skips_blanks = scanner_peek(s, 1) == 'z';
    scanner_pass(s);
    if (size == 0) {
        if (s->at == s->size)
            return; /* the text has no end: that is fault enough */
        bool is_number = scanner_is_digit(scanner_peek(s, 0));
        scanner_pass(s); /* no line end, which may be escaped */
        while (is_number && s->at < token.at + 4 && scanner_is_digit(scanner_peek(s, 0)))
            scanner_pass(s);
        scanner_put(s, token, s->at);
    } else {
        scanner_pass_to(s, token.at + size);
    }
    while (skips_blanks && s->at < s->size && scanner_is_blank(scanner_peek(s, 0)))
        scanner_pass(s);
}

/* The first curly quote among bytes[from..to) that ends what a straight one began, or `to`. */
static size_t lone_curly(const struct scanner *s, size_t from, size_t to)
{
    int open = 0;
    size_t length;
    for (size_t at = from; at < to; at += length) {
        uint32_t code = scanner_code_at(s, at, &length);
        if (code == 0x201C || code == 0x2018)
            open++;
        else if (mark_is_curly(code) && --open < 0)
            return at;
    }
    return to;
}

/* The text that began at `token` ran to the end of its line. Was a text of this line closed by a curly quote?
 */
static void put_unfinished(struct scanner *s, struct token token)
{
    struct tokens *tokens = s->tokens;
    int first = tokens->count;
    while (first > 0 && tokens->token[first - 1].row == token.row)
        first--;
    for (int i = first; i <= tokens->count; i++) {
        const struct token *text = i < tokens->count ? &tokens->token[i] : &token;
        if (i < tokens->count && text->kind != TOKEN_TEXT)
            continue;
        size_t end = i < tokens->count ? text->at + text->size : s->at, length;
        size_t curly = lone_curly(s, text->at, end);
        if (curly == end)
            continue;
        struct token found = *text;
        found.kind = TOKEN_CURLY_END;
        found.right = s->bytes[text->at] == '"' ? "\"" : "'";
        for (size_t at = text->at; at < curly; at += length, found.column++)
            scanner_code_at(s, at, &length);
        found.at = curly;
        scanner_code_at(s, curly, &length);
        tokens->count = i; /* what follows on the line was cut in the wrong places */
        scanner_put(s, found, curly + length);
        return;
    }
    token.right = s->bytes[token.at] == '"' ? "\"" : "'";
    scanner_put(s, token, s->at);
}

/* A text stands before its own bad escapes, which were found first. */
static void move_before(struct tokens *tokens, int first)
{
    int last = tokens->count - 1;
    if (last <= first)
        return;
    struct token text = tokens->token[last];
    memmove(&tokens->token[first + 1], &tokens->token[first], (size_t)(last - first) * sizeof text);
    tokens->token[first] = text;
}

void scanner_text(struct scanner *s)
{
    struct token token = scanner_here(s, TOKEN_TEXT);
    char quote = scanner_peek(s, 0);
    int first = s->tokens->count;
    scanner_pass(s);
    while (s->at < s->size && scanner_peek(s, 0) != quote && !scanner_is_line_end(scanner_peek(s, 0)))
        if (scanner_peek(s, 0) == '\\')
            scan_escape(s);
        else
            scanner_pass(s);
    if (scanner_peek(s, 0) == quote) {
        scanner_pass(s);
        scanner_put(s, token, s->at);
    } else {
        token.kind = TOKEN_UNFINISHED_TEXT;
        put_unfinished(s, token);
    }
    if (!s->failed)
        move_before(s->tokens, first);
}

/* Where a text that a curly quote opened ends on its line: behind the quote that closes it, or `from` where
 * nothing does. Straight quotes between two curly ones are part of the text when they pair. */
static size_t curly_end(const struct scanner *s, size_t from)
{
    size_t straight = from, length;
    int quotes = 0;
    for (size_t at = from; at < s->size && !scanner_is_line_end(s->bytes[at]); at += length) {
        uint32_t code = scanner_code_at(s, at, &length);
        if (code == '"' && quotes++ == 0)
            straight = at + length;
        if (mark_is_curly(code) && quotes % 2 == 0)
            return at + length;
    }
    return straight;
}

void scanner_curly(struct scanner *s)
{
    struct token token = scanner_here(s, TOKEN_CURLY_TEXT);
    size_t length;
    uint32_t code = scanner_code_at(s, s->at, &length);
    size_t end = curly_end(s, s->at + length);
    bool opens = code != 0x201D && code != 0x2019 && code != 0x300D && code != 0x300F;
    if (end > s->at + length) {
        scanner_pass_to(s, end);
    } else {
        token.kind = TOKEN_CURLY_QUOTE;
        scanner_pass(s);
        end = s->at;
        if (opens)
            scanner_pass_line(s); /* what follows is the text that it opened */
    }
    scanner_put(s, token, end);
}
