#include "script/pair_words.h"

#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "roster/codes.h"
#include "script/extends.h"
#include "script/lexical_parts.h"

struct uniter {
    struct host *host;
    const struct codes *words;
    const struct tokens *tokens;
};

static bool is_mark(const struct tokens *tokens, int at, const char *mark)
{
    return at >= 0 && at < tokens->count && tokens->token[at].kind == TOKEN_MARK &&
           token_is(tokens, &tokens->token[at], mark);
}

/* The column of --pairs that `p.name` ending at `at` reads, or NULL. */
static const struct pair_column *column_at(const struct uniter *uniter, int at)
{
    const struct tokens *tokens = uniter->tokens;
    if (!is_mark(tokens, at - 1, ".") || at >= tokens->count || tokens->token[at].kind != TOKEN_NAME)
        return NULL;
    for (int c = 0; c < uniter->host->pair_columns; c++) {
        const struct pair_column *column = &uniter->host->pair_column[c];
        if (column->column >= 0 && column->type == VALUE_TEXT &&
            token_is(tokens, &tokens->token[at], column->name))
            return column;
    }
    return NULL;
}

/* The text between quotation marks at `at`, owned by the host, or NULL. */
static const char *text_at(const struct uniter *uniter, int at)
{
    const struct tokens *tokens = uniter->tokens;
    if (at < 0 || at >= tokens->count || tokens->token[at].kind != TOKEN_TEXT || tokens->token[at].size < 3)
        return NULL;
    const char *bytes = tokens->bytes + tokens->token[at].at;
    return *bytes == '[' ? NULL : talloc_strndup(uniter->host, bytes + 1, tokens->token[at].size - 2);
}

static void unite(const struct uniter *uniter, const struct pair_column *column, const char *word)
{
    const struct pair_table *pairs = uniter->host->request->pairs;
    int meant = column && word ? codes_find(uniter->words, word) : -1;
    for (int r = 0; meant >= 0 && r < pairs->rows; r++) {
        const char **cell = (const char **)(uintptr_t)&pairs->row[r].value[column->column];
        int found = **cell ? codes_find(uniter->words, *cell) : -1;
        if (found >= 0 && strcmp(uniter->words->meaning[found], uniter->words->meaning[meant]) == 0)
            *cell = word;
    }
}

bool pair_words_unite(struct host *host)
{
    struct codes *yes_words;
    struct uniter uniter = {.host = host};
    if (!host->request->pairs || host->pair_columns == 0)
        return true;
    if (codes_read(host, "yes_words.csv", "meaning", NULL, &yes_words, host->error) != STATUS_OK)
        return false;
    uniter.words = yes_words;
    for (int s = 0; s < host->bases->texts; s++) {
        const struct script_text *text = &host->bases->text[s];
        uniter.tokens = lexical_tokens(host, text->bytes, text->size);
        for (int t = 0; uniter.tokens && t < uniter.tokens->count; t++) {
            if (!is_mark(uniter.tokens, t, "==") && !is_mark(uniter.tokens, t, "~="))
                continue;
            unite(&uniter, column_at(&uniter, t - 1), text_at(&uniter, t + 1));
            unite(&uniter, column_at(&uniter, t + 3), text_at(&uniter, t - 1));
        }
        if (!uniter.tokens)
            return false;
    }
    return true;
}
