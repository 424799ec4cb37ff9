/* A place in a script that is cut into tokens, for lexical_tokens.c and lexical_texts.c; nobody else includes
 * this. */
#ifndef TONGXIN_SCRIPT_LEXICAL_SCANNER_H
#define TONGXIN_SCRIPT_LEXICAL_SCANNER_H

#include "script/lexical_parts.h"

struct scanner {
    const char *bytes;
    size_t size, at;
    int row, column;
    struct tokens *tokens;
    bool no_comment_end; /* nothing that ends a C comment follows */
    bool failed;         /* memory ran out */
};

/* The byte `ahead` of here, 0 past the end. */
char scanner_peek(const struct scanner *s, size_t ahead);

/* The code point at that byte and its length, 0 and 0 past the end. */
uint32_t scanner_code_at(const struct scanner *s, size_t at, size_t *length);

bool scanner_is_line_end(char c);
bool scanner_is_digit(char c);
bool scanner_is_blank(char c);

/* Passes one character, or one line end as Lua counts them: \r\n and \n\r are one. */
void scanner_pass(struct scanner *s);
void scanner_pass_to(struct scanner *s, size_t at);
/* Passes to the end of the line. */
void scanner_pass_line(struct scanner *s);

/* A token that begins here. */
struct token scanner_here(const struct scanner *s, enum token_kind kind);
/* Adds the token, which ends at `end`. */
void scanner_put(struct scanner *s, struct token token, size_t end);

/* Each passes what begins here and adds its tokens. */
void scanner_comment(struct scanner *s); /* -- */
void scanner_text(struct scanner *s);    /* " or ' */
void scanner_curly(struct scanner *s);   /* a curly quote */
/* The long bracket of `bracket` bytes that stands `ahead` of here, behind the -- of a comment or alone. */
void scanner_long(struct scanner *s, size_t ahead, size_t bracket, bool is_comment);

/* Bytes of the [==[ that stands `ahead` of here, or 0. */
size_t scanner_long_bracket(const struct scanner *s, size_t ahead);

#endif
