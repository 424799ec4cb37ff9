/* Cutting a script into tokens as Lua 5.4 does (manual, 3.1), and further than Lua would: a slip becomes a
 * token of its own kind, and the cutting goes on behind it. */
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "script/lexical_parts.h"

struct scanner {
    const char *bytes;
    size_t size, at;
    int row, column;
    struct tokens *tokens;
    bool failed; /* memory ran out */
};

/* The byte `ahead` of here, 0 past the end. */
static char peek(const struct scanner *s, size_t ahead)
{
    return ahead < s->size - s->at ? s->bytes[s->at + ahead] : '\0';
}

static uint32_t code_at(const struct scanner *s, size_t at, size_t *length)
{
    *length = 0;
    return at < s->size ? text_decode(s->bytes + at, s->size - at, length) : 0;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Passes one character, or one line end as Lua counts them: \r\n and \n\r are one. */
static void pass(struct scanner *s)
{
    char c = s->bytes[s->at];
    size_t length;
    code_at(s, s->at, &length);
    if (is_line_end(c)) {
        char next = peek(s, 1);
        length = is_line_end(next) && next != c ? 2 : 1;
        s->row++;
        s->column = 0;
    }
    s->at += length;
    s->column++;
}

static void pass_to(struct scanner *s, size_t at)
{
    while (s->at < at)
        pass(s);
}

static void pass_line(struct scanner *s)
{
    while (s->at < s->size && !is_line_end(s->bytes[s->at]))
        pass(s);
}

static struct token here(const struct scanner *s, enum token_kind kind)
{
    return (struct token){.kind = kind, .row = s->row, .column = s->column, .at = s->at};
}

/* Adds the token, which ends at `end`. */
static void put(struct scanner *s, struct token token, size_t end)
{
    struct tokens *tokens = s->tokens;
    if (tokens->count == tokens->room) {
        int room = tokens->room > 0 ? 2 * tokens->room : 256;
        struct token *grown = talloc_realloc(tokens, tokens->token, struct token, (unsigned)room);
        if (!grown) {
            s->failed = true;
            return;
        }
        tokens->token = grown;
        tokens->room = room;
    }
    token.size = end - token.at;
    tokens->token[tokens->count++] = token;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* ---- long brackets ---- */

/* Bytes of the [==[ that stands here, or 0. */
static size_t long_bracket(const struct scanner *s, size_t ahead)
{
    size_t size = 1;
    if (peek(s, ahead) != '[')
        return 0;
    while (peek(s, ahead + size) == '=')
        size++;
    return peek(s, ahead + size) == '[' ? size + 1 : 0;
}

/* Passes to behind the ]==] of that size; false where there is none, and all is passed. */
static bool pass_long(struct scanner *s, size_t bracket)
{
    while (s->at < s->size) {
        size_t size = 1;
        if (peek(s, 0) == ']') {
            while (peek(s, size) == '=')
                size++;
            if (size + 1 == bracket && peek(s, size) == ']') {
                pass_to(s, s->at + bracket);
                return true;
            }
        }
        pass_to(s, s->at + (peek(s, 0) == ']' ? size : 1));
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

static void scan_long(struct scanner *s, size_t ahead, size_t bracket, bool is_comment)
{
    struct token token = here(s, TOKEN_TEXT);
    pass_to(s, s->at + ahead + bracket);
    if (pass_long(s, bracket)) {
        if (!is_comment)
            put(s, token, s->at);
        return;
    }
    token.kind = is_comment ? TOKEN_UNFINISHED_LONG_COMMENT : TOKEN_UNFINISHED_LONG_TEXT;
    token.right = closing(s, bracket);
    put(s, token, token.at + ahead + bracket);
}

static void scan_comment(struct scanner *s)
{
    size_t bracket = long_bracket(s, 2);
    if (bracket > 0)
        scan_long(s, 2, bracket, true);
    else
        pass_line(s);
}

/* ---- texts ---- */

static size_t decimal_escape(const struct scanner *s)
{
    size_t size = 1;
    int value = 0;
    for (; size <= 3 && is_digit(peek(s, size)); size++)
        value = 10 * value + peek(s, size) - '0';
    return value <= 255 ? size : 0;
}

static size_t code_escape(const struct scanner *s)
{
    size_t size = 3;
    uint64_t value = 0;
    for (; is_hex(peek(s, size)) && value < UINT32_MAX; size++) {
        char c = peek(s, size);
        value = 16 * value + (uint64_t)(is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
    }
    return peek(s, 2) == '{' && size > 3 && peek(s, size) == '}' && value < 1U << 31 ? size + 1 : 0;
}

/* Bytes of the escape that begins here, or 0 where Lua knows none such. */
static size_t escape_size(const struct scanner *s)
{
    char c = peek(s, 1);
    if (c != '\0' && strchr("abfnrtv\\\"'z\n\r", c))
        return 2;
    if (c == 'x')
        return is_hex(peek(s, 2)) && is_hex(peek(s, 3)) ? 4 : 0;
    if (c == 'u')
        return code_escape(s);
    return is_digit(c) ? decimal_escape(s) : 0;
}

static void scan_escape(struct scanner *s)
{
    struct token token = here(s, TOKEN_BAD_ESCAPE);
    size_t size = escape_size(s);
    bool skips_blanks = peek(s, 1) == 'z';
    pass(s);
    if (size == 0) {
        if (s->at < s->size && !is_line_end(peek(s, 0)))
            pass(s);
        put(s, token, s->at);
    } else {
        pass_to(s, token.at + size);
    }
    while (skips_blanks && s->at < s->size && is_blank(peek(s, 0)))
        pass(s);
}

/* The first curly quote among bytes[from..to) that ends what a straight one began, or `to`. */
static size_t lone_curly(const struct scanner *s, size_t from, size_t to)
{
    int open = 0;
    size_t length;
    for (size_t at = from; at < to; at += length) {
        uint32_t code = code_at(s, at, &length);
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
            code_at(s, at, &length);
        found.at = curly;
        code_at(s, curly, &length);
        tokens->count = i; /* what follows on the line was cut in the wrong places */
        put(s, found, curly + length);
        return;
    }
    token.right = s->bytes[token.at] == '"' ? "\"" : "'";
    put(s, token, s->at);
}

static void scan_text(struct scanner *s)
{
    struct token token = here(s, TOKEN_TEXT);
    char quote = peek(s, 0);
    int first = s->tokens->count;
    pass(s);
    while (s->at < s->size && peek(s, 0) != quote && !is_line_end(peek(s, 0)))
        if (peek(s, 0) == '\\')
            scan_escape(s);
        else
            pass(s);
    if (peek(s, 0) != quote) {
        token.kind = TOKEN_UNFINISHED_TEXT;
        put_unfinished(s, token);
        return;
    }
    pass(s);
    put(s, token, s->at);
    if (s->tokens->count - first < 2 || s->failed)
        return;
    /* The text stands before its own bad escapes. */
    struct token *own = &s->tokens->token[first];
    token = s->tokens->token[s->tokens->count - 1];
    memmove(own + 1, own, (size_t)(s->tokens->count - 1 - first) * sizeof *own);
    *own = token;
}

/* Where a text that a curly quote opened ends on its line: behind the quote that closes it, or `from` where
 * nothing does. Straight quotes between two curly ones are part of the text when they pair. */
static size_t curly_end(const struct scanner *s, size_t from)
{
    size_t straight = from, length;
    int quotes = 0;
    for (size_t at = from; at < s->size && !is_line_end(s->bytes[at]); at += length) {
        uint32_t code = code_at(s, at, &length);
        if (code == '"' && quotes++ == 0)
            straight = at + length;
        if (mark_is_curly(code) && quotes % 2 == 0)
            return at + length;
    }
    return straight;
}

static void scan_curly(struct scanner *s)
{
    struct token token = here(s, TOKEN_CURLY_TEXT);
    size_t length;
    uint32_t code = code_at(s, s->at, &length);
    size_t end = curly_end(s, s->at + length);
    bool opens = code != 0x201D && code != 0x2019 && code != 0x300D && code != 0x300F;
    if (end > s->at + length) {
        pass_to(s, end);
    } else {
        token.kind = TOKEN_CURLY_QUOTE;
        pass(s);
        end = s->at;
        if (opens)
            pass_line(s); /* what follows is the text that it opened */
    }
    put(s, token, end);
}

/* ---- words and numbers ---- */

static void scan_number(struct scanner *s)
{
    struct token token = here(s, TOKEN_NUMBER);
    bool is_hexadecimal = peek(s, 0) == '0' && (peek(s, 1) | 32) == 'x';
    char exponent = is_hexadecimal ? 'p' : 'e';
    pass_to(s, s->at + (is_hexadecimal ? 2 : 1));
    for (;;) {
        char c = peek(s, 0);
        if ((c | 32) == exponent && (peek(s, 1) == '+' || peek(s, 1) == '-'))
            pass_to(s, s->at + 2);
        else if (is_letter(c) || is_digit(c) || c == '.')
            pass(s);
        else
            break;
    }
    put(s, token, s->at);
}

/* A name of Lua, or what somebody meant as one. False where no word begins here. */
static bool scan_word(struct scanner *s)
{
    struct token token = here(s, TOKEN_NAME);
    char *plain = talloc_strdup(s->tokens, "");
    size_t length;
    bool is_wide = false;
    while (s->at < s->size && plain) {
        uint32_t code = code_at(s, s->at, &length);
        char wide = mark_wide_letter(code);
        is_wide = is_wide || wide;
        if (wide)
            plain = talloc_strndup_append_buffer(plain, &wide, 1);
        else if (code < 0x80 && (is_letter((char)code) || is_digit((char)code)))
            plain = talloc_strndup_append_buffer(plain, s->bytes + s->at, 1);
        else if (mark_is_foreign_letter(code))
            token.kind = TOKEN_FOREIGN_WORD;
        else
            break;
        pass(s);
    }
    s->failed = s->failed || !plain;
    if (token.kind == TOKEN_NAME && is_wide) {
        token.kind = TOKEN_WIDE_WORD;
        token.right = plain;
    } else {
        talloc_free(plain);
    }
    if (s->at > token.at)
        put(s, token, s->at);
    return s->at > token.at;
}

/* ---- marks ---- */

/* Bytes that spell `mark` here, be it full-width, or 0. */
static size_t spelt(const struct scanner *s, const char *mark)
{
    size_t at = s->at, length;
    for (; *mark; mark++, at += length)
        if (at >= s->size || mark_plain(code_at(s, at, &length)) != (unsigned char)*mark)
            return 0;
    return at - s->at;
}

/* Whether a foreign letter follows the `size` bytes here, blanks aside: they stand where a comment begins. */
static bool begins_remark(const struct scanner *s, size_t size, bool needs_blank)
{
    size_t at = s->at + size, length;
    for (; at < s->size && (s->bytes[at] == ' ' || s->bytes[at] == '\t'); at++)
        needs_blank = false;
    return !needs_blank && mark_is_foreign_letter(code_at(s, at, &length));
}

/* Comments as other languages write them, or with dashes that are not ASCII. */
static bool scan_wrong_comment(struct scanner *s)
{
    struct token token = here(s, TOKEN_WRONG_COMMENT);
    const struct tokens *tokens = s->tokens;
    bool is_first = tokens->count == 0 || tokens->token[tokens->count - 1].row < s->row;
    size_t dashes = spelt(s, "--"), slashes = spelt(s, "//");
    if (spelt(s, "/*") == 2) {
        size_t end = s->at + 2;
        while (end + 1 < s->size && memcmp(s->bytes + end, "*/", 2) != 0)
            end++;
        put(s, token, s->at + 2);
        if (end + 1 < s->size)
            pass_to(s, end + 2);
        else
            pass_line(s);
        return true;
    }
    size_t size = dashes > 2 ? dashes : 0;
    if (size == 0 && slashes > 0 && begins_remark(s, slashes, false))
        size = slashes;
    if (size == 0 && peek(s, 0) == '#' && is_first && begins_remark(s, 1, true))
        size = 1;
    if (size == 0)
        return false;
    put(s, token, s->at + size);
    pass_line(s);
    return true;
}

static bool scan_long_mark(struct scanner *s)
{
    for (const struct wrong_mark *wrong = wrong_marks; wrong->mark; wrong++) {
        size_t size = spelt(s, wrong->mark);
        if (size == 0)
            continue;
        struct token token = here(s, TOKEN_WRONG_MARK);
        token.right = wrong->right;
        token.remark = wrong->remark;
        pass_to(s, s->at + size);
        put(s, token, s->at);
        return true;
    }
    for (int i = 0; long_marks[i]; i++) {
        size_t size = spelt(s, long_marks[i]);
        if (size == 0)
            continue;
        struct token token = here(s, size > strlen(long_marks[i]) ? TOKEN_WIDE_MARK : TOKEN_MARK);
        token.right = long_marks[i];
        pass_to(s, s->at + size);
        put(s, token, s->at);
        return true;
    }
    return false;
}

/* Whatever is left: a single mark, blank or stray character. */
static void scan_character(struct scanner *s)
{
    size_t length;
    uint32_t code = code_at(s, s->at, &length);
    struct token token = here(s, TOKEN_STRAY);
    if (code == 0) {
        token.kind = TOKEN_ZERO_BYTE;
    } else if (code == 0x3000) {
        token.kind = TOKEN_WIDE_BLANK;
    } else if (text_is_blank(code) || (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
               (code >= 0x2060 && code <= 0x2064)) {
        token.kind = TOKEN_STRANGE_BLANK;
    } else if (mark_text(mark_plain(code))) {
        token.kind = code < 0x80 ? TOKEN_MARK : TOKEN_WIDE_MARK;
        token.right = mark_text(mark_plain(code));
    } else if (mark_instead(code)) {
        token.kind = TOKEN_CHINESE_MARK;
        token.right = mark_instead(code);
    }
    pass(s);
    while (token.kind == TOKEN_WIDE_BLANK && code_at(s, s->at, &length) == 0x3000)
        pass(s);
    put(s, token, s->at);
}

static void scan(struct scanner *s)
{
    char c = peek(s, 0);
    size_t bracket = long_bracket(s, 0), length;
    if (is_blank(c))
        pass(s);
    else if (c == '-' && peek(s, 1) == '-')
        scan_comment(s);
    else if (bracket > 0)
        scan_long(s, 0, bracket, false);
    else if (c == '"' || c == '\'')
        scan_text(s);
    else if (is_digit(c) || (c == '.' && is_digit(peek(s, 1))))
        scan_number(s);
    else if (mark_is_curly(code_at(s, s->at, &length)))
        scan_curly(s);
    else if (!scan_word(s) && !scan_wrong_comment(s) && !scan_long_mark(s))
        scan_character(s);
}

struct tokens *lexical_tokens(const void *owner, const char *bytes, size_t size)
{
    struct tokens *tokens = talloc_zero(owner, struct tokens);
    if (!tokens)
        return NULL;
    tokens->bytes = bytes;
    tokens->size = size;
    struct scanner s = {.bytes = bytes, .size = size, .row = 1, .column = 1, .tokens = tokens};
    if (size >= 2 && memcmp(bytes, "#!", 2) == 0)
        pass_line(&s); /* Lua says what is wrong with it */
    while (s.at < size && !s.failed)
        scan(&s);
    if (!s.failed)
        return tokens;
    talloc_free(tokens);
    return NULL;
}

bool token_is(const struct tokens *tokens, const struct token *token, const char *text)
{
    if (token->kind == TOKEN_WIDE_MARK || token->kind == TOKEN_WIDE_WORD || token->kind == TOKEN_CHINESE_MARK)
        return strcmp(token->right, text) == 0;
    if (token->kind != TOKEN_NAME && token->kind != TOKEN_MARK)
        return false;
    return token->size == strlen(text) && memcmp(tokens->bytes + token->at, text, token->size) == 0;
}
