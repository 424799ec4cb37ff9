#include "script/sector_words.h"

#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "roster/sectors.h"
#include "script/extends.h"
#include "script/lexical_parts.h"

struct script_words {
    int count;
    const char **text; /* [count] the script's texts */
};

static bool names_sector(const char *text)
{
    return strcmp(text, attribute_name(ATTRIBUTE_SECTOR)) == 0 ||
           strcmp(text, attribute_heading(ATTRIBUTE_SECTOR)) == 0;
}

/* The text between quotation marks, or NULL. */
static const char *text_of(const void *owner, const struct tokens *tokens, int at)
{
    const struct token *token = &tokens->token[at];
    const char *bytes = tokens->bytes + token->at;
    if (token->kind != TOKEN_TEXT || token->size < 3 || *bytes == '[')
        return NULL;
    return talloc_strndup(owner, bytes + 1, token->size - 2);
}

/* Whether the text at `at` is the column of groups "sector". */
static bool is_of_groups(const struct tokens *tokens, int at, const char *text)
{
    int before = at - 1;
    if (before >= 0 && token_is(tokens, &tokens->token[before], "("))
        before--;
    return names_sector(text) && before >= 0 && token_is(tokens, &tokens->token[before], "groups");
}

/* What is said for people means no sector: title = "宗教". */
static bool is_for_people(const struct tokens *tokens, int at)
{
    static const char *const fields[] = {"title", "clause", "name", "source", "also"};
    for (size_t i = 0; at >= 2 && i < sizeof fields / sizeof *fields; i++)
        if (token_is(tokens, &tokens->token[at - 1], "=") &&
            token_is(tokens, &tokens->token[at - 2], fields[i]))
            return true;
    return false;
}

/* All texts of the script; *groups: it makes groups of sectors. False where memory ran out. */
static bool list_texts(const void *owner, const struct host *host, struct script_words *said, bool *groups)
{
    for (int s = 0; s < host->bases->texts; s++) {
        const struct script_text *script = &host->bases->text[s];
        struct tokens *tokens = lexical_tokens(owner, script->bytes, script->size);
        if (!tokens)
            return false;
        for (int t = 0; t < tokens->count; t++) {
            const char *text = text_of(owner, tokens, t);
            if (!text || is_for_people(tokens, t))
                continue;
            *groups = *groups || is_of_groups(tokens, t, text);
            said->text = talloc_realloc(owner, said->text, const char *, (unsigned)said->count + 1);
            if (!said->text)
                return false;
            said->text[said->count++] = text;
        }
    }
    return true;
}

/* The spelling of the script for the roster's sector: its own where the script has it. */
static const char *spelling_of(const struct script_words *said, const char *sector)
{
    const char *other = NULL;
    for (int i = 0; i < said->count; i++) {
        if (strcmp(said->text[i], sector) == 0)
            return sector;
        if (!other && sector_same(said->text[i], sector))
            other = said->text[i];
    }
    return other ? other : sector;
}

bool sector_words_unite(struct host *host)
{
    struct roster *roster = host->roster;
    struct script_words said = {0};
    bool groups = false;
    int codes = 0;
    void *scratch = talloc_new(host); /* texts stay as long as the host */
    if (!scratch || !list_texts(scratch, host, &said, &groups))
        return false;
    for (int m = 0; m < roster->members; m++)
        if (roster->code[ATTRIBUTE_SECTOR][m] >= codes)
            codes = roster->code[ATTRIBUTE_SECTOR][m] + 1;
    const char **spelling = talloc_zero_array(scratch, const char *, (unsigned)codes + 1);
    for (int m = 0; spelling && !groups && m < roster->members; m++) {
        const char **cell = (const char **)(uintptr_t)&roster->member[m].value[ATTRIBUTE_SECTOR];
        const char **known = &spelling[roster->code[ATTRIBUTE_SECTOR][m]];
        if (**cell && !*known)
            *known = spelling_of(&said, *cell);
        if (**cell)
            *cell = *known;
    }
    return spelling != NULL;
}
