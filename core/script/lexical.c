#include "script/lexical.h"

#include <lua.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "model/roster.h"
#include "script/lexical_parts.h"

enum {
    SLIPS_MOST = 200, /* faults of writing that one look tells */
    SHOWN_MOST = 20,  /* characters of the script that a sentence repeats */
    LINE_MOST = 1000, /* bytes of a line that is shown */
};

struct look {
    const void *scratch; /* freed after each fault */
    const struct script_text *text;
    const struct tokens *tokens;
    struct error *error;
};

static const struct token *before(const struct look *look, const struct token *token, int steps)
{
    return token - look->tokens->token >= steps ? token - steps : NULL;
}

static bool is_here(const struct look *look, const struct token *token, const char *text)
{
    return token && token_is(look->tokens, token, text);
}

static const char *written(const struct look *look, const struct token *token)
{
    return talloc_strndup(look->scratch, look->tokens->bytes + token->at, token->size);
}

/* As written, cut where it is long. */
static const char *shown(const struct look *look, const struct token *token)
{
    const char *bytes = look->tokens->bytes + token->at;
    size_t at = 0, length;
    for (int i = 0; i < SHOWN_MOST && at < token->size; i++, at += length)
        text_decode(bytes + at, token->size - at, &length);
    return talloc_asprintf(look->scratch, "%.*s%s", (int)at, bytes, at < token->size ? "..." : "");
}

/* The line that the byte at `at` is in, without its end, owned by `owner`; NULL where it is too long to show.
 */
static char *line_at(const void *owner, const char *bytes, size_t size, size_t at)
{
    size_t begin = at, end = at;
    while (begin > 0 && bytes[begin - 1] != '\n' && bytes[begin - 1] != '\r')
        begin--;
    while (end < size && bytes[end] != '\n' && bytes[end] != '\r')
        end++;
    bool is_shown = end - begin <= LINE_MOST && !memchr(bytes + begin, '\0', end - begin);
    return is_shown ? talloc_strndup(owner, bytes + begin, end - begin) : NULL;
}

static void tell(const struct look *look, const struct token *token, const char *sentence)
{
    const struct place place = {
        .file = look->text->file,
        .row = token->row,
        .column = token->column,
        .value = written(look, token),
        .line_text = line_at(look->scratch, look->tokens->bytes, look->tokens->size, token->at),
    };
    if (sentence)
        error_add(look->error, STATUS_INPUT, &place, "%s", sentence);
    else
        error_add_memory(look->error);
}

/* ---- words ---- */

/* The attribute that a Chinese word means, or -1. */
static int attribute_meant(const char *word)
{
    const char *headings[ATTRIBUTES_BUILT_IN];
    for (int i = 0; i < ATTRIBUTES_BUILT_IN; i++)
        headings[i] = attribute_heading(i);
    const char *nearest = text_nearest(word, headings, ATTRIBUTES_BUILT_IN);
    for (int i = 0; nearest && i < ATTRIBUTES_BUILT_IN; i++)
        if (headings[i] == nearest)
            return i;
    return -1;
}

static char *attributes_listed(const struct look *look)
{
    char *list = talloc_strdup(look->scratch, "");
    for (int i = 0; list && i < ATTRIBUTES_BUILT_IN; i++)
        list = talloc_asprintf_append(list, _("%s%s (%s)"), i > 0 ? _(", ") : "", attribute_name(i),
                                      attribute_heading(i));
    return list;
}

static char *say_attribute(const struct look *look, const char *word, const char *object, int attribute)
{
    const char *right = talloc_asprintf(look->scratch, "%s%s", object, attribute_name(attribute));
    if (strcmp(word, attribute_heading(attribute)) == 0)
        return talloc_asprintf(
            look->scratch,
            _("Names in Lua are of Latin letters; “%s” is called %s. Please write %s instead."), word,
            attribute_name(attribute), right);
    return talloc_asprintf(
        look->scratch, _("Names in Lua are of Latin letters. If %s (%s) is meant, please write %s instead."),
        attribute_name(attribute), attribute_heading(attribute), right);
}

static char *say_behind_dot(const struct look *look, const struct token *token)
{
    const char *word = written(look, token);
    const struct token *object = before(look, token, 2);
    bool is_named = object && object->kind == TOKEN_NAME;
    int attribute = word ? attribute_meant(word) : -1;
    if (attribute >= 0)
        return say_attribute(look, word,
                             talloc_asprintf(look->scratch, "%s.", is_named ? written(look, object) : ""),
                             attribute);
    if (is_here(look, before(look, token, 1), ":"))
        return talloc_asprintf(
            look->scratch,
            _("Names in Lua are of Latin letters. Please look up the word for “%s” in the guide to schemes."),
            shown(look, token));
    return talloc_asprintf(
        look->scratch,
        _("Names in Lua are of Latin letters, and no attribute is called “%s”. There are: %s."),
        shown(look, token), attributes_listed(look));
}

/* `word =` within { }, where names of fields stand. */
static bool is_field(const struct look *look, const struct token *token)
{
    const struct token *left = before(look, token, 1), *right = token + 1;
    bool ends = right == look->tokens->token + look->tokens->count;
    bool begins_field = is_here(look, left, "{") || is_here(look, left, ",") || is_here(look, left, ";");
    if (ends || !begins_field || !token_is(look->tokens, right, "="))
        return false;
    int depth = 0; /* an assignment to several variables has commas too, but not within { } */
    for (; left; left = before(look, left, 1)) {
        if (is_here(look, left, "}"))
            depth++;
        else if (is_here(look, left, "{") && depth-- == 0)
            return true;
    }
    return false;
}

static char *say_foreign_word(const struct look *look, const struct token *token)
{
    const char *word = written(look, token);
    const struct token *left = before(look, token, 1);
    if (is_here(look, left, ".") || is_here(look, left, ":"))
        return say_behind_dot(look, token);
    if (is_field(look, token)) {
        int attribute = word ? attribute_meant(word) : -1;
        if (attribute >= 0 && strcmp(word, attribute_heading(attribute)) == 0)
            return say_attribute(look, word, "", attribute);
        return talloc_asprintf(
            look->scratch,
            _("Names in Lua are of Latin letters. For a name in Chinese please write [\"%s\"] instead."),
            shown(look, token));
    }
    return talloc_asprintf(look->scratch,
                           _("“%s” stands outside quotation marks. If it is a text, please write \"%s\"; if "
                             "it is a name, please choose Latin letters."),
                           shown(look, token), shown(look, token));
}

/* ---- marks ---- */

static char *say_wide_mark(const struct look *look, const struct token *token)
{
    const char *name = token->right[1] == '\0' ? mark_name((unsigned char)token->right[0]) : NULL;
    if (name)
        return talloc_asprintf(look->scratch,
                               _("This is a full-width %s. Please write the half-width %s instead."), _(name),
                               token->right);
    return talloc_asprintf(look->scratch,
                           _("“%s” is written full-width. Please write the half-width %s instead."),
                           shown(look, token), token->right);
}

static char *say_wrong_mark(const struct look *look, const struct token *token)
{
    const char *mark = written(look, token);
    if (token->remark)
        return talloc_asprintf(look->scratch, _(token->remark), mark);
    const struct token *object = before(look, token, 1), *dot = before(look, token, 2);
    bool is_plain = object && object->kind == TOKEN_NAME && !is_here(look, dot, ".");
    const char *name = is_plain ? written(look, object) : "x";
    return talloc_asprintf(look->scratch, _("Lua has no %s. Please write %s = %s %s instead."), mark, name,
                           name, token->right);
}

static char *say_strange_blank(const struct look *look, const struct token *token)
{
    size_t length;
    uint32_t code = text_decode(look->tokens->bytes + token->at, token->size, &length);
    return talloc_asprintf(look->scratch,
                           _("An invisible character stands here (U+%04X), as copied from a web page or a "
                             "document. Please replace it by an ordinary space."),
                           (unsigned)code);
}

/* What needs no thought: a sentence with at most one %s, for the right spelling or else for what is written.
 */
static const char *const sentences[] = {
    [TOKEN_WIDE_BLANK] = N_("A full-width space stands here. Please write ordinary spaces."),
    [TOKEN_STRAY] = N_("“%s” means nothing in Lua outside quotation marks. Please delete it."),
    [TOKEN_CURLY_TEXT] =
        N_("This text stands between curly quotation marks. Please write the straight \"...\" instead."),
    [TOKEN_CURLY_QUOTE] = N_("This is a curly quotation mark. Please write the straight \" instead."),
    [TOKEN_CURLY_END] = N_("The text begins with a straight quotation mark and ends with a curly one. Please "
                           "write %s here too."),
    [TOKEN_UNFINISHED_TEXT] =
        N_("The text that begins here has no end in its line. Please write %s where it ends."),
    [TOKEN_UNFINISHED_LONG_TEXT] =
        N_("The long text that begins here has no end. Please write %s where it ends."),
    [TOKEN_UNFINISHED_LONG_COMMENT] =
        N_("The long comment that begins here has no end. Please write %s where it ends."),
    [TOKEN_BAD_ESCAPE] = N_("In a text \\ has a meaning of its own, and Lua does not know %s. For a \\ "
                            "itself please write two of them."),
    [TOKEN_ZERO_BYTE] = N_("A zero byte stands here: the file is damaged or no text. Please delete it, or "
                           "take a sound copy of the file."),
    [TOKEN_BARE_NAME] = N_("The name of a declaration stands between quotation marks. Please write %s."),
    [TOKEN_ROUND_FIELDS] =
        N_("Fields stand between { and }, not behind %s. Please write { here, and } at the end."),
    [TOKEN_EQUALS_FIELDS] = N_("No %s stands between the name and its { ... }. Please take it out."),
    [TOKEN_ELSE_IF] =
        N_("“else if” opens one more “if”, whose “end” is missing. Please write elseif instead."),
};

/* ]==] as it is written, or how many = stand in it where there are many. */
static const char *long_end(const struct look *look, const char *right)
{
    size_t size = strlen(right);
    return size <= SHOWN_MOST ? right
                              : talloc_asprintf(look->scratch, _("]==...==] (%zu times =)"), size - 2);
}

static char *sentence_for(const struct look *look, const struct token *token)
{
    switch (token->kind) {
    case TOKEN_FOREIGN_WORD:
        return say_foreign_word(look, token);
    case TOKEN_WIDE_WORD:
    case TOKEN_WIDE_MARK:
        return say_wide_mark(look, token);
    case TOKEN_CHINESE_MARK:
        return talloc_asprintf(look->scratch, _("“%s” is no mark of Lua. Please write %s instead."),
                               shown(look, token), token->right);
    case TOKEN_WRONG_MARK:
        return say_wrong_mark(look, token);
    case TOKEN_STRANGE_BLANK:
        return say_strange_blank(look, token);
    case TOKEN_WRONG_COMMENT:
        if (strcmp(shown(look, token), "/*") == 0)
            return talloc_strdup(
                look->scratch,
                _("In Lua a comment of several lines stands between --[[ and ]], not between /* and */."));
        return talloc_asprintf(look->scratch,
                               _("In Lua a comment begins with the half-width --, not with %s."),
                               shown(look, token));
    case TOKEN_UNFINISHED_LONG_TEXT:
    case TOKEN_UNFINISHED_LONG_COMMENT:
        return talloc_asprintf(look->scratch, _(sentences[token->kind]), long_end(look, token->right));
    default:
        return talloc_asprintf(look->scratch, _(sentences[token->kind]),
                               token->right ? token->right : shown(look, token));
    }
}

static bool is_slip(const struct token *token)
{
    return token->kind > TOKEN_MARK;
}

static enum status tell_all(struct look *look)
{
    int told = 0;
    for (int i = 0; i < look->tokens->count && look->error->status != STATUS_MACHINE; i++) {
        const struct token *token = &look->tokens->token[i];
        if (!is_slip(token))
            continue;
        void *scratch = talloc_new(look->tokens);
        look->scratch = scratch;
        if (++told > SLIPS_MOST)
            tell(look, token, _("There are more faults than these. Please correct these first."));
        else
            tell(look, token, sentence_for(look, token));
        talloc_free(scratch);
        if (told > SLIPS_MOST)
            break;
    }
    return told > 0 ? STATUS_INPUT : STATUS_OK;
}

enum status lexical_look(const struct script_text *text, struct error *error)
{
    if (text->size > 0 && text->bytes[0] == LUA_SIGNATURE[0])
        return STATUS_OK;
    enum status status = lexical_encoding(text, error);
    if (status != STATUS_OK)
        return status;
    size_t mark = text->size >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct tokens *tokens = lexical_tokens(NULL, text->bytes + mark, text->size - mark);
    if (!tokens || !lexical_blocks(tokens) || !lexical_calls(tokens)) {
        talloc_free(tokens);
        return error_add_memory(error);
    }
    struct look look = {.text = text, .tokens = tokens, .error = error};
    status = tell_all(&look);
    talloc_free(tokens);
    return error->status == STATUS_MACHINE ? STATUS_MACHINE : status;
}
