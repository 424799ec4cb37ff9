/* What the files of the lexical look share; nobody else includes this. */
#ifndef TONGXIN_SCRIPT_LEXICAL_PARTS_H
#define TONGXIN_SCRIPT_LEXICAL_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "script/script.h"

/* Up to TOKEN_MARK: what Lua knows. The others are slips. */
enum token_kind {
    TOKEN_NAME, /* keywords too */
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_MARK,
    TOKEN_FOREIGN_WORD,    /* holds letters that are not Latin */
    TOKEN_WIDE_WORD,       /* of full-width Latin letters and digits */
    TOKEN_WIDE_BLANK,      /* U+3000, any number of them */
    TOKEN_STRANGE_BLANK,   /* U+00A0, U+200B and their like */
    TOKEN_WRONG_MARK,      /* of wrong_marks: != */
    TOKEN_WIDE_MARK,       /* a mark of Lua in full-width characters */
    TOKEN_CHINESE_MARK,    /* a mark that looks like one of Lua: 。 */
    TOKEN_STRAY,           /* a character that means nothing outside a text */
    TOKEN_CURLY_TEXT,      /* “...” */
    TOKEN_CURLY_QUOTE,     /* a single one of them */
    TOKEN_CURLY_END,       /* of a text that began with a straight one */
    TOKEN_WRONG_COMMENT,   /* the mark that begins it; the comment is passed over */
    TOKEN_UNFINISHED_TEXT, /* to the end of its line */
    TOKEN_UNFINISHED_LONG_TEXT,
    TOKEN_UNFINISHED_LONG_COMMENT,
    TOKEN_BAD_ESCAPE,
    TOKEN_ZERO_BYTE,
    TOKEN_ELSE_IF, /* made by lexical_blocks */
    /* made by lexical_calls: */
    TOKEN_BARE_NAME,     /* s:relation liaison { */
    TOKEN_ROUND_FIELDS,  /* s:relation "liaison" (from = ...: the bracket */
    TOKEN_EQUALS_FIELDS, /* s:relation "liaison" = {: the mark */
};

struct token {
    enum token_kind kind;
    int row, column;    /* from 1; columns in characters */
    size_t at, size;    /* bytes of the text */
    const char *right;  /* the right spelling where there is one; it outlives the token */
    const char *remark; /* of a wrong mark: see struct wrong_mark */
};

struct tokens {
    const char *bytes;
    size_t size;
    int count, room;
    struct token *token; /* [count] in the order of the text */
};

/* Cuts text that is UTF-8 into tokens, owned by `owner` as their texts are; NULL where memory ran out. */
struct tokens *lexical_tokens(const void *owner, const char *bytes, size_t size);

/* Turns the "else" of each `else if` that lacks its end into TOKEN_ELSE_IF. Only where the text's blocks do
 * not add up: `else if` with an end of its own is sound Lua. False where memory ran out. */
bool lexical_blocks(struct tokens *tokens);

/* Finds declarations that are written in another way than s:WORD "name" { ... } and that Lua refuses. False
 * where memory ran out. */
bool lexical_calls(struct tokens *tokens);

/* One fault where the text is not UTF-8; names the encoding where it can be told. */
enum status lexical_encoding(const struct script_text *text, struct error *error);

/* Whether the token is this mark or word, be it full-width. */
bool token_is(const struct tokens *tokens, const struct token *token, const char *text);

/* ---- marks (lexical_marks.c) ---- */

/* What a mark is in plain characters: ASCII for full-width forms and dashes, else the code point itself. */
uint32_t mark_plain(uint32_t code);

/* A mark that other languages have, or a slip for one of Lua's. */
struct wrong_mark {
    const char *mark, *right;
    const char *remark; /* a sentence with %s for what was written, not yet translated; NULL: x = x RIGHT */
};
extern const struct wrong_mark wrong_marks[]; /* longer ones first; ends with an entry without mark */

/* Lua's marks of more than one character, longer ones first; ends with NULL. */
extern const char *const long_marks[];

/* The text of the single ASCII mark `plain`, and its name, not yet translated; NULL where Lua has none. */
const char *mark_text(uint32_t plain);
const char *mark_name(uint32_t plain);

/* What stands for a Chinese mark in Lua (。 for .), or NULL. */
const char *mark_instead(uint32_t code);

/* A quotation mark that is not straight. */
bool mark_is_curly(uint32_t code);

/* Part of a word that a person could mean as a name: neither ASCII nor blank nor a mark. */
bool mark_is_foreign_letter(uint32_t code);

/* The ASCII letter, digit or _ of a full-width one, or 0. */
char mark_wide_letter(uint32_t code);

#endif
