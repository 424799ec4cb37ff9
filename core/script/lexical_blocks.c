/* `else if` where `elseif` is meant. Lua allows both; the slip shows only in that an end is missing. */
#include <talloc.h>

#include "script/lexical_parts.h"

/* A block or bracket that is open. */
struct opened {
    int token;  /* that opens it */
    int indent; /* characters before the first token of its line */
    bool is_bracket;
};

struct blocks {
    struct tokens *tokens;
    int depth;
    struct opened *open; /* [depth] */
    int else_ifs;
    int *else_if; /* [else_ifs] tokens, those not yet found wrong */
};

static bool is_any(const struct tokens *tokens, int token, const char *const *words)
{
    for (; *words; words++)
        if (token_is(tokens, &tokens->token[token], *words))
            return true;
    return false;
}

static bool opens_block(const struct tokens *tokens, int token)
{
    static const char *const words[] = {"function", "if", "do", "repeat", NULL};
    return is_any(tokens, token, words);
}

static bool closes_block(const struct tokens *tokens, int token)
{
    static const char *const words[] = {"end", "until", NULL};
    return is_any(tokens, token, words);
}

static bool opens_bracket(const struct tokens *tokens, int token)
{
    static const char *const marks[] = {"(", "[", "{", NULL};
    return is_any(tokens, token, marks);
}

static bool closes_bracket(const struct tokens *tokens, int token)
{
    static const char *const marks[] = {")", "]", "}", NULL};
    return is_any(tokens, token, marks);
}

static bool is_else_if(const struct tokens *tokens, int token)
{
    return token + 1 < tokens->count && token_is(tokens, &tokens->token[token], "else") &&
           token_is(tokens, &tokens->token[token + 1], "if") &&
           tokens->token[token].row == tokens->token[token + 1].row;
}

/* Whether some `else if` stands in a text whose blocks lack ends. Where a text or comment does not end, ends
 * may lie within it. */
static bool is_suspect(const struct tokens *tokens)
{
    int lacking = 0;
    bool found = false;
    for (int i = 0; i < tokens->count; i++) {
        switch (tokens->token[i].kind) {
        case TOKEN_CURLY_QUOTE:
        case TOKEN_CURLY_END:
        case TOKEN_UNFINISHED_TEXT:
        case TOKEN_UNFINISHED_LONG_TEXT:
        case TOKEN_UNFINISHED_LONG_COMMENT:
            return false;
        default:
            break;
        }
        lacking += opens_block(tokens, i) - closes_block(tokens, i);
        found = found || is_else_if(tokens, i);
    }
    return found && lacking > 0;
}

/* Closes the innermost block, which has no end: an `else if` within took it, the last one first. */
static void leave_unclosed(struct blocks *blocks)
{
    struct opened opened = blocks->open[--blocks->depth];
    if (opened.is_bracket || blocks->else_ifs == 0 || blocks->else_if[blocks->else_ifs - 1] < opened.token)
        return;
    struct token *token = &blocks->tokens->token[blocks->else_if[--blocks->else_ifs]];
    const struct token *word = token + 1;
    token->kind = TOKEN_ELSE_IF;
    token->size = word->at + word->size - token->at;
    token->right = "elseif";
}

/* An end at the beginning of a line further left than the block it would close belongs to an outer one,
 * provided that an `else if` explains it. */
static void close_block(struct blocks *blocks, bool is_first, int indent)
{
    while (is_first && blocks->depth > 1 && blocks->else_ifs > 0) {
        const struct opened *inner = &blocks->open[blocks->depth - 1];
        if (inner->is_bracket || inner[-1].is_bracket || inner->indent <= indent ||
            blocks->else_if[blocks->else_ifs - 1] < inner->token)
            break;
        leave_unclosed(blocks);
    }
    if (blocks->depth > 0 && !blocks->open[blocks->depth - 1].is_bracket)
        blocks->depth--;
}

/* A closing bracket ends all blocks within its pair. */
static void close_bracket(struct blocks *blocks)
{
    int depth = blocks->depth;
    while (depth > 0 && !blocks->open[depth - 1].is_bracket)
        depth--;
    if (depth == 0)
        return;
    while (blocks->depth > depth)
        leave_unclosed(blocks);
    blocks->depth--;
}

static void find_else_ifs(struct blocks *blocks)
{
    struct tokens *tokens = blocks->tokens;
    int indent = 0;
    for (int i = 0; i < tokens->count; i++) {
        bool is_bracket = opens_bracket(tokens, i);
        bool is_first = i == 0 || tokens->token[i - 1].row < tokens->token[i].row;
        indent = is_first ? tokens->token[i].column - 1 : indent;
        if (is_else_if(tokens, i))
            blocks->else_if[blocks->else_ifs++] = i;
        if (is_bracket || opens_block(tokens, i))
            blocks->open[blocks->depth++] = (struct opened){i, indent, is_bracket};
        else if (closes_block(tokens, i))
            close_block(blocks, is_first, indent);
        else if (closes_bracket(tokens, i))
            close_bracket(blocks);
    }
    while (blocks->depth > 0)
        leave_unclosed(blocks);
}

bool lexical_blocks(struct tokens *tokens)
{
    if (!is_suspect(tokens))
        return true;
    struct blocks *blocks = talloc_zero(tokens, struct blocks);
    if (!blocks)
        return false;
    blocks->tokens = tokens;
    blocks->open = talloc_array(blocks, struct opened, (unsigned)tokens->count);
    blocks->else_if = talloc_array(blocks, int, (unsigned)tokens->count);
    bool made = blocks->open && blocks->else_if;
    if (made)
        find_else_ifs(blocks);
    talloc_free(blocks);
    return made;
}
