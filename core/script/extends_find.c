/* Which schemes a scheme extends: found in its text before anything runs. */
#include <lua.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/language.h"
#include "script/extends.h"
#include "script/lexical.h"
#include "script/lexical_parts.h"

enum { CHAIN_MOST = 8 }; /* a scheme, what it extends, what that extends ... so many times */

struct search {
    struct script_bases *bases;
    struct error *error;
    int chain[CHAIN_MOST + 1]; /* indices of the texts from the scheme down to the one at hand */
};

/* The text between the quotes of a token that needs no unescaping, or NULL. */
static char *literal(const void *owner, const struct tokens *tokens, const struct token *token)
{
    const char *at = tokens->bytes + token->at;
    size_t quote = 1;
    if (*at == '[')
        quote = strspn(at + 1, "=") + 2;
    if (token->size < 2 * quote || (*at != '[' && memchr(at, '\\', token->size)))
        return NULL;
    return talloc_strndup(owner, at + quote, token->size - 2 * quote);
}

static bool is_at(const struct tokens *tokens, int i, const char *text)
{
    return i >= 0 && i < tokens->count && token_is(tokens, &tokens->token[i], text);
}

static bool same_text(const struct script_text *one, const struct script_text *other)
{
    struct stat a, b;
    if (!one->path || !other->path)
        return !one->path && !other->path && one->bytes == other->bytes;
    return stat(one->path, &a) == 0 && stat(other->path, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

static void complain_circle(struct search *search, const struct place *place, int depth, int first)
{
    const struct script_bases *bases = search->bases;
    char *circle = talloc_strdup(bases, "");
    for (int d = first; circle && d <= depth; d++)
        circle = talloc_asprintf_append(circle, "%s%s", bases->text[search->chain[d]].file, _(", "));
    error_add(search->error, STATUS_INPUT, place,
              _("“extends” goes round in a circle here: %s%s. Please take one of them out."),
              circle ? circle : "", bases->text[search->chain[first]].file);
}

static void visit(struct search *search, int depth);

/* A file is shown by its name alone, or as the scheme writes it where two have one name. */
static bool add_text(struct search *search, int from, const char *wanted, struct script_text *text)
{
    struct script_bases *bases = search->bases;
    if (extends_text(bases, text->file) >= 0)
        text->file = wanted;
    struct script_text *texts =
        talloc_realloc(bases, bases->text, struct script_text, (unsigned)bases->texts + 1);
    if (texts)
        bases->text = texts;
    struct extension *extensions =
        talloc_realloc(bases, bases->extension, struct extension, (unsigned)bases->extensions + 1);
    if (extensions)
        bases->extension = extensions;
    if (!texts || !extensions)
        return false;
    texts[bases->texts] = *text;
    extensions[bases->extensions++] = (struct extension){from, bases->texts++, wanted};
    return true;
}

static void take(struct search *search, int depth, const char *wanted, int line)
{
    struct script_bases *bases = search->bases;
    int from = search->chain[depth];
    const struct place place = {.file = bases->text[from].file, .row = line};
    struct script_text text;
    for (int i = 0; i < bases->extensions; i++)
        if (bases->extension[i].from == from && strcmp(bases->extension[i].wanted, wanted) == 0)
            return;
    if (script_find_base(bases, &bases->text[from], wanted, &text, &place, search->error) != STATUS_OK)
        return;
    for (int d = 0; d <= depth; d++) {
        if (same_text(&bases->text[search->chain[d]], &text)) {
            complain_circle(search, &place, depth, d);
            return;
        }
    }
    if (depth == CHAIN_MOST) {
        error_add(search->error, STATUS_INPUT, &place,
                  _("This is the end of a chain of more than %d schemes that extend one another. Please "
                    "shorten it."),
                  CHAIN_MOST);
        return;
    }
    if (!add_text(search, from, wanted, &text)) {
        error_add_memory(search->error);
        return;
    }
    search->chain[depth + 1] = bases->texts - 1;
    visit(search, depth + 1);
}

/* Looks at the writing of the text, then for `extends "NAME"` and `extends("NAME")` in it. */
static void visit(struct search *search, int depth)
{
    const struct script_text *text = &search->bases->text[search->chain[depth]];
    if (lexical_look(text, search->error) != STATUS_OK ||
        (text->size > 0 && text->bytes[0] == LUA_SIGNATURE[0]))
        return;
    size_t mark = text->size >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct tokens *tokens = lexical_tokens(search->bases, text->bytes + mark, text->size - mark);
    if (!tokens) {
        error_add_memory(search->error);
        return;
    }
    for (int i = 0; i < tokens->count; i++) {
        int name = is_at(tokens, i + 1, "(") ? i + 2 : i + 1;
        if (!is_at(tokens, i, "extends") || is_at(tokens, i - 1, ".") || is_at(tokens, i - 1, ":") ||
            name >= tokens->count || tokens->token[name].kind != TOKEN_TEXT)
            continue;
        char *wanted = literal(search->bases, tokens, &tokens->token[name]);
        if (wanted)
            take(search, depth, wanted, tokens->token[i].row);
    }
    talloc_free(tokens);
}

struct script_bases *extends_find(const void *owner, const struct script_text *text, struct error *error)
{
    struct script_bases *bases = talloc_zero(owner, struct script_bases);
    if (bases)
        bases->text = talloc_array(bases, struct script_text, 1);
    if (!bases || !bases->text) {
        error_add_memory(error);
        return NULL;
    }
    bases->text[bases->texts++] = *text;
    struct search search = {.bases = bases, .error = error};
    visit(&search, 0);
    return bases;
}

int extends_text(const struct script_bases *bases, const char *file)
{
    for (int i = 0; i < bases->texts; i++)
        if (strcmp(bases->text[i].file, file) == 0)
            return i;
    return -1;
}

/* ---- faults of several files ---- */

/* Where the fault's file comes: none, the texts, then others as they were found first. */
static int rank_of(const struct script_bases *bases, const struct error *from, int fault)
{
    const char *file = from->fault[fault].place.file;
    if (!file)
        return -1;
    int text = extends_text(bases, file);
    if (text >= 0)
        return text;
    for (int i = 0; i < fault; i++)
        if (from->fault[i].place.file && strcmp(from->fault[i].place.file, file) == 0)
            return bases->texts + i;
    return bases->texts + fault;
}

void extends_order_faults(const struct script_bases *bases, const struct error *from, struct error *to)
{
    int *order = talloc_array(from, int, (unsigned)from->count);
    int *rank = talloc_array(from, int, (unsigned)from->count);
    if (!order || !rank) {
        error_add_memory(to);
        return;
    }
    for (int i = 0; i < from->count; i++) {
        rank[i] = rank_of(bases, from, i);
        int row = from->fault[i].place.row, at = i;
        for (; at > 0 && (rank[order[at - 1]] > rank[i] ||
                          (rank[order[at - 1]] == rank[i] && from->fault[order[at - 1]].place.row > row));
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (int i = 0; i < from->count; i++)
        error_add(to, from->status, &from->fault[order[i]].place, "%s", from->fault[order[i]].message);
    talloc_free(order);
    talloc_free(rank);
}
