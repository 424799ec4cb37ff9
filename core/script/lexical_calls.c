/* s:WORD "name" { ... } written otherwise: a name without quotation marks, ( ) for { }, an = before it. */
#include <string.h>
#include <talloc.h>

#include "script/lexical_parts.h"
#include "script/words.h"

static bool is_mark(const struct tokens *tokens, int at, const char *mark)
{
    return at >= 0 && at < tokens->count && tokens->token[at].kind == TOKEN_MARK &&
           token_is(tokens, &tokens->token[at], mark);
}

static bool is_kind(const struct tokens *tokens, int at, enum token_kind kind)
{
    return at >= 0 && at < tokens->count && tokens->token[at].kind == kind;
}

/* `s:relation` or `s.relation` before the token at `at`. */
static bool is_behind_word(const struct tokens *tokens, int at)
{
    if (!is_kind(tokens, at - 1, TOKEN_NAME) || !is_kind(tokens, at - 3, TOKEN_NAME) ||
        !(is_mark(tokens, at - 2, ":") || is_mark(tokens, at - 2, ".")))
        return false;
    char name[32];
    const struct token *word = &tokens->token[at - 1];
    if (word->size >= sizeof name)
        return false;
    memcpy(name, tokens->bytes + word->at, word->size);
    name[word->size] = '\0';
    return word_find(name) || strcmp(name, "amend") == 0;
}

bool lexical_calls(struct tokens *tokens)
{
    for (int i = 3; i + 1 < tokens->count; i++) {
        struct token *token = &tokens->token[i];
        if (!is_behind_word(tokens, i))
            continue;
        if (token->kind == TOKEN_NAME && is_mark(tokens, i + 1, "{")) {
            token->kind = TOKEN_BARE_NAME;
            token->right = talloc_asprintf(tokens, "\"%.*s\"", (int)token->size, tokens->bytes + token->at);
            if (!token->right)
                return false;
        } else if (token->kind == TOKEN_TEXT && is_mark(tokens, i + 1, "(") &&
                   is_kind(tokens, i + 2, TOKEN_NAME) && is_mark(tokens, i + 3, "=")) {
            tokens->token[i + 1].kind = TOKEN_ROUND_FIELDS;
        } else if (token->kind == TOKEN_TEXT && is_mark(tokens, i + 1, "=") && is_mark(tokens, i + 2, "{")) {
            tokens->token[i + 1].kind = TOKEN_EQUALS_FIELDS;
        }
    }
    return true;
}
