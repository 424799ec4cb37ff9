/* Cutting a script into tokens as Lua 5.4 does (manual, 3.1), and further than Lua would: a slip becomes a
 * token of its own kind, and the cutting goes on behind it. */
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "script/lexical_scanner.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* ---- words and numbers ---- */

static void scan_number(struct scanner *s)
{
    struct token token = scanner_here(s, TOKEN_NUMBER);
    bool is_hexadecimal = scanner_peek(s, 0) == '0' && (scanner_peek(s, 1) | 32) == 'x';
    char exponent = is_hexadecimal ? 'p' : 'e';
    scanner_pass_to(s, s->at + (is_hexadecimal ? 2 : 1));
    for (;;) {
        char c = scanner_peek(s, 0);
        if ((c | 32) == exponent && (scanner_peek(s, 1) == '+' || scanner_peek(s, 1) == '-'))
            scanner_pass_to(s, s->at + 2);
        else if (is_letter(c) || scanner_is_digit(c) || c == '.')
            scanner_pass(s);
        else
            break;
    }
    scanner_put(s, token, s->at);
}

/* A name of Lua, or what somebody meant as one. False where no word begins here. */
static bool scan_word(struct scanner *s)
{
    struct token token = scanner_here(s, TOKEN_NAME);
    char *plain = talloc_strdup(s->tokens, "");
    size_t length;
    bool is_wide = false;
    while (s->at < s->size && plain) {
        uint32_t code = scanner_code_at(s, s->at, &length);
        char wide = mark_wide_letter(code);
        is_wide = is_wide || wide;
        if (wide)
            plain = talloc_strndup_append_buffer(plain, &wide, 1);
        else if (code < 0x80 && (is_letter((char)code) || scanner_is_digit((char)code)))
            plain = talloc_strndup_append_buffer(plain, s->bytes + s->at, 1);
        else if (mark_is_foreign_letter(code))
            token.kind = TOKEN_FOREIGN_WORD;
        else
            break;
        scanner_pass(s);
    }
    s->failed = s->failed || !plain;
    if (token.kind == TOKEN_NAME && is_wide) {
        token.kind = TOKEN_WIDE_WORD;
        token.right = plain;
    } else {
        talloc_free(plain);
    }
    if (s->at > token.at)
        scanner_put(s, token, s->at);
    return s->at > token.at;
}

/* ---- marks ---- */

/* Bytes that spell `mark` here, be it full-width, or 0. */
static size_t spelt(const struct scanner *s, const char *mark)
{
    size_t at = s->at, length;
    for (; *mark; mark++, at += length)
        if (at >= s->size || mark_plain(scanner_code_at(s, at, &length)) != (unsigned char)*mark)
            return 0;
    return at - s->at;
}

/* Whether a foreign letter follows the `size` bytes here, blanks aside: they stand where a comment begins. */
static bool begins_remark(const struct scanner *s, size_t size, bool needs_blank)
{
    size_t at = s->at + size, length;
    for (; at < s->size && (s->bytes[at] == ' ' || s->bytes[at] == '\t'); at++)
        needs_blank = false;
    return !needs_blank && mark_is_foreign_letter(scanner_code_at(s, at, &length));
}

/* Comments as other languages write them, or with dashes that are not ASCII. */
static bool scan_wrong_comment(struct scanner *s)
{
    struct token token = scanner_here(s, TOKEN_WRONG_COMMENT);
    const struct tokens *tokens = s->tokens;
    bool is_first = tokens->count == 0 || tokens->token[tokens->count - 1].row < s->row;
    size_t dashes = spelt(s, "--"), slashes = spelt(s, "//");
    if (spelt(s, "/*") == 2) {
        size_t end = s->at + 2;
        while (!s->no_comment_end && end + 1 < s->size && memcmp(s->bytes + end, "*/", 2) != 0)
            end++;
        s->no_comment_end = s->no_comment_end || end + 1 >= s->size;
        scanner_put(s, token, s->at + 2);
        if (s->no_comment_end)
            scanner_pass_line(s);
        else
            scanner_pass_to(s, end + 2);
        return true;
    }
    size_t size = dashes > 2 ? dashes : 0;
    if (size == 0 && slashes > 0 && begins_remark(s, slashes, false))
        size = slashes;
    if (size == 0 && scanner_peek(s, 0) == '#' && is_first && begins_remark(s, 1, true))
        size = 1;
    if (size == 0)
        return false;
    scanner_put(s, token, s->at + size);
    scanner_pass_line(s);
    return true;
}

static bool scan_long_mark(struct scanner *s)
{
    for (const struct wrong_mark *wrong = wrong_marks; wrong->mark; wrong++) {
        size_t size = spelt(s, wrong->mark);
        if (size == 0)
            continue;
        struct token token = scanner_here(s, TOKEN_WRONG_MARK);
        token.right = wrong->right;
        token.remark = wrong->remark;
        scanner_pass_to(s, s->at + size);
        scanner_put(s, token, s->at);
        return true;
    }
    for (int i = 0; long_marks[i]; i++) {
        size_t size = spelt(s, long_marks[i]);
        if (size == 0)
            continue;
        struct token token = scanner_here(s, size > strlen(long_marks[i]) ? TOKEN_WIDE_MARK : TOKEN_MARK);
        token.right = long_marks[i];
        scanner_pass_to(s, s->at + size);
        scanner_put(s, token, s->at);
        return true;
    }
    return false;
}

/* Whatever is left: a single mark, blank or stray character. */
static void scan_character(struct scanner *s)
{
    size_t length;
    uint32_t code = scanner_code_at(s, s->at, &length);
    struct token token = scanner_here(s, TOKEN_STRAY);
    if (code == 0) {
        token.kind = TOKEN_ZERO_BYTE;
    } else if (code == 0x3000) {
        token.kind = TOKEN_WIDE_BLANK;
    } else if (text_is_blank(code) || (code >= 0x200B && code <= 0x200F) ||
               (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x2064)) {
        token.kind = TOKEN_STRANGE_BLANK;
    } else if (mark_text(mark_plain(code))) {
        token.kind = code < 0x80 ? TOKEN_MARK : TOKEN_WIDE_MARK;
        token.right = mark_text(mark_plain(code));
    } else if (mark_instead(code)) {
        token.kind = TOKEN_CHINESE_MARK;
        token.right = mark_instead(code);
    }
    scanner_pass(s);
    while (token.kind == TOKEN_WIDE_BLANK && scanner_code_at(s, s->at, &length) == 0x3000)
        scanner_pass(s);
    scanner_put(s, token, s->at);
}

static void scan(struct scanner *s)
{
    char c = scanner_peek(s, 0);
    size_t bracket = scanner_long_bracket(s, 0), length;
    if (scanner_is_blank(c))
        scanner_pass(s);
    else if (c == '-' && scanner_peek(s, 1) == '-')
        scanner_comment(s);
    else if (bracket > 0)
        scanner_long(s, 0, bracket, false);
    else if (c == '"' || c == '\'')
        scanner_text(s);
    else if (scanner_is_digit(c) || (c == '.' && scanner_is_digit(scanner_peek(s, 1))))
        scan_number(s);
    else if (mark_is_curly(scanner_code_at(s, s->at, &length)))
        scanner_curly(s);
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
        scanner_pass_line(&s); /* Lua says what is wrong with it */
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
