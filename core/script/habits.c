/* What Lua takes and nobody means: comparisons joined by and, a list compared with a text. Lua would go on in
 * silence, with one half of what was written. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/extends.h"
#include "script/habits.h"
#include "script/lexical_parts.h"

struct habits {
    struct host *host;
    const struct tokens *tokens;
};

static bool is(const struct habits *habits, int at, const char *text)
{
    const struct tokens *tokens = habits->tokens;
    return at >= 0 && at < tokens->count &&
           (tokens->token[at].kind == TOKEN_MARK || tokens->token[at].kind == TOKEN_NAME) &&
           token_is(tokens, &tokens->token[at], text);
}

static bool is_kind(const struct habits *habits, int at, enum token_kind kind)
{
    return at >= 0 && at < habits->tokens->count && habits->tokens->token[at].kind == kind;
}

static bool is_any(const struct habits *habits, int at, const char *const *texts)
{
    for (; *texts; texts++)
        if (is(habits, at, *texts))
            return true;
    return false;
}

/* Behind the bracket that closes the one at `at`. */
static int past_bracket(const struct habits *habits, int at)
{
    static const char *const opens[] = {"(", "{", NULL}, *const closes[] = {")", "}", NULL};
    int depth = 0;
    for (; at < habits->tokens->count; at++) {
        depth += is_any(habits, at, opens);
        depth -= is_any(habits, at, closes);
        if (depth == 0)
            return at + 1;
    }
    return at;
}

/* Behind `same "unit"` or `members { ... }` whose word is at `at`. */
static int past_call(const struct habits *habits, int at)
{
    if (is_kind(habits, at + 1, TOKEN_TEXT))
        return at + 2;
    return is(habits, at + 1, "(") || is(habits, at + 1, "{") ? past_bracket(habits, at + 1) : -1;
}

static bool is_own_word(const struct habits *habits, int at)
{
    return !is(habits, at - 1, ".") && !is(habits, at - 1, ":") && !is(habits, at - 1, "local") &&
           !is(habits, at - 1, "function");
}

/* and, or behind a comparison or set keep one of the two; not makes false of it. In `a and same "x" or same
 * "y"` each is taken where it is meant. */
static void look_at_call(const struct habits *habits, int at)
{
    static const char *const comparisons[] = {"same", "differ", "both", NULL};
    static const char *const sets[] = {"members", "windows", "groups", NULL};
    bool compares = is_any(habits, at, comparisons);
    if ((!compares && !is_any(habits, at, sets)) || !is_own_word(habits, at))
        return;
    int behind = past_call(habits, at), row = habits->tokens->token[at].row;
    if (behind < 0)
        return;
    bool joins = is(habits, behind, "and") || (is(habits, behind, "or") && !is(habits, at - 1, "and"));
    const char *word = is(habits, behind, "and") ? "and" : "or";
    if (compares && joins)
        host_fault(habits->host, row,
                   _("“%s” does not join comparisons: Lua keeps one of them only. Please write a function: "
                     "function(a, b) return a.unit == b.unit %s a.county == b.county end."),
                   word, word);
    else if (compares && is(habits, at - 1, "not"))
        host_fault(
            habits->host, row,
            _("“not” cannot stand before a comparison. The contrary of same is differ; or please write a "
              "function of the pair."));
    else if (!compares && joins)
        host_fault(
            habits->host, row,
            _("“%s” does not join sets: Lua keeps one of them only. Please write + for all of both, * for "
              "those in both."),
            word);
}

/* Whether some function of the text calls one of its ends so. */
static bool is_end_of_function(const struct habits *habits, int name)
{
    const struct tokens *tokens = habits->tokens;
    const struct token *wanted = &tokens->token[name];
    for (int i = 0; i < name; i++) {
        if (!is(habits, i, "function"))
            continue;
        int k = i + 1;
        while (k < name && !is(habits, k, "("))
            k++;
        for (; k < name && !is(habits, k, ")"); k++) {
            const struct token *one = &tokens->token[k];
            if (one->kind == TOKEN_NAME && one->size == wanted->size &&
                memcmp(tokens->bytes + one->at, tokens->bytes + wanted->at, wanted->size) == 0)
                return true;
        }
    }
    return false;
}

/* a.role == "..." where a is what a function was given: party and role are lists. */
static void look_at_list(const struct habits *habits, int at)
{
    bool party = is(habits, at, "party"), role = is(habits, at, "role");
    if ((!party && !role) || !is(habits, at - 1, ".") || !is_kind(habits, at - 2, TOKEN_NAME) ||
        is(habits, at - 3, "."))
        return;
    bool equals = is(habits, at + 1, "==") || is(habits, at + 1, "~=");
    bool before = is(habits, at - 3, "==") || is(habits, at - 3, "~=");
    if (!(equals && is_kind(habits, at + 2, TOKEN_TEXT)) && !(before && is_kind(habits, at - 4, TOKEN_TEXT)))
        return;
    if (!is_end_of_function(habits, at - 2))
        return;
    host_fault(
        habits->host, habits->tokens->token[at].row,
        party
            ? _("“party” is a list, since somebody may be in two parties, and never equal to a text. Please "
                "write a:in_party \"...\".")
            : _("“role” is a list, since somebody may have two roles, and never equal to a text. Please "
                "write a:has_role \"...\"."));
}

void habits_check(struct host *host)
{
    const char *file = host->file;
    for (int t = 0; t < host->bases->texts; t++) {
        const struct script_text *text = &host->bases->text[t];
        struct tokens *tokens = lexical_tokens(host, text->bytes, text->size);
        if (!tokens) {
            error_add_memory(host->error);
            break;
        }
        const struct habits habits = {host, tokens};
        host->file = text->file;
        for (int i = 0; i < tokens->count; i++) {
            look_at_call(&habits, i);
            look_at_list(&habits, i);
        }
        talloc_free(tokens);
    }
    host->file = file;
}
