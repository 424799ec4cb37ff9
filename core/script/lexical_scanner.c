#include "script/lexical_scanner.h"

#include <talloc.h>

#include "base/text.h"

char scanner_peek(const struct scanner *s, size_t ahead)
{
    return ahead < s->size - s->at ? s->bytes[s->at + ahead] : '\0';
}

uint32_t scanner_code_at(const struct scanner *s, size_t at, size_t *length)
{
    *length = 0;
    return at < s->size ? text_decode(s->bytes + at, s->size - at, length) : 0;
}

bool scanner_is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

void scanner_pass(struct scanner *s)
{
    char c = s->bytes[s->at];
    size_t length;
    scanner_code_at(s, s->at, &length);
    if (scanner_is_line_end(c)) {
        char next = scanner_peek(s, 1);
        length = scanner_is_line_end(next) && next != c ? 2 : 1;
        s->row++;
        s->column = 0;
    }
    s->at += length;
    s->column++;
}

void scanner_pass_to(struct scanner *s, size_t at)
{
    while (s->at < at)
        scanner_pass(s);
}

void scanner_pass_line(struct scanner *s)
{
    while (s->at < s->size && !scanner_is_line_end(s->bytes[s->at]))
        scanner_pass(s);
}

struct token scanner_here(const struct scanner *s, enum token_kind kind)
{
    return (struct token){.kind = kind, .row = s->row, .column = s->column, .at = s->at};
}

void scanner_put(struct scanner *s, struct token token, size_t end)
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

bool scanner_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool scanner_is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
