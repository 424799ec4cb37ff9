#include "script/lua_words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"

/* The text between `before` and `after` in the message, from *at on, which moves behind it; NULL where they
 * are not there. */
static char *cut(const void *owner, const char **at, const char *before, const char *after)
{
    const char *from = strstr(*at, before);
    if (!from)
        return NULL;
    from += strlen(before);
    const char *to = *after ? strstr(from, after) : from + strlen(from);
    if (!to)
        return NULL;
    *at = to + strlen(after);
    return talloc_strndup(owner, from, (size_t)(to - from));
}

/* What Lua names after "near": a word of the script or the end of it. */
static char *near_what(const void *owner, const char *message)
{
    const char *at = message, *end = "<eof>";
    char *what = cut(owner, &at, " near ", "");
    if (!what)
        return NULL;
    size_t length = strlen(what);
    if (strcmp(what, end) == 0)
        return talloc_strdup(owner, _("the end of the file"));
    if (length > 2 && what[0] == '\'' && what[length - 1] == '\'')
        return talloc_asprintf(owner, _("“%.*s”"), (int)length - 2, what + 1);
    return what;
}

/* '}' expected (to close '{' at line 4) near 's' */
static char *say_unclosed(const void *owner, const char *message, const char *wanted, const char *before)
{
    const char *at = message;
    char *opened = cut(owner, &at, "(to close '", "' at line ");
    if (!opened)
        return NULL;
    int line = (int)strtol(at, NULL, 10);
    if (strcmp(wanted, "end") == 0)
        return talloc_asprintf(
            owner, _("The “%s” of line %d has no “end” before %s. Please write end where it ends."), opened,
            line, before);
    return talloc_asprintf(
        owner,
        _("The %s of line %d is not closed before %s. Please write %s where it ends, or the "
          "comma that is missing before %s."),
        opened, line, before, wanted, before);
}

static char *say_expected(const void *owner, const char *message, const char *wanted, const char *before)
{
    char *unclosed = say_unclosed(owner, message, wanted, before);
    if (unclosed)
        return unclosed;
    if (strcmp(wanted, "then") == 0 && strstr(message, "near '='"))
        return talloc_strdup(owner,
                             _("“then” must follow here, not “=”. Please write == to compare two values."));
    if (strcmp(wanted, "then") == 0 || strcmp(wanted, "do") == 0)
        return talloc_asprintf(owner, _("Before %s the word “%s” is missing. Please write it."), before,
                               wanted);
    if (strcmp(wanted, "end") == 0)
        return talloc_asprintf(
            owner,
            _("Before %s the word “end” is missing: every function, if, for and while needs "
              "one. Please write it."),
            before);
    if (strcmp(wanted, "}") == 0 || strcmp(wanted, ")") == 0)
        return talloc_asprintf(owner, _("Before %s a comma is missing, or %s. Please write it."), before,
                               wanted);
    if (strcmp(wanted, "=") == 0)
        return talloc_asprintf(
            owner,
            _("What stands before %s neither sets a value nor calls a function. Please write name = value."),
            before);
    if (strcmp(wanted, "<eof>") == 0)
        return talloc_asprintf(
            owner,
            _("%s is one too many here. Please take it out, or look above for what it should "
              "belong to."),
            before);
    return NULL;
}

/* More than Lua can take of something: "C stack overflow", "too many local variables (limit is 200) in ...".
 */
static char *say_too_much(const void *owner, const char *message)
{
    int limit = 0;
    const char *at = strstr(message, "(limit is ");
    if (at)
        limit = (int)strtol(at + strlen("(limit is "), NULL, 10);
    if (strstr(message, "overflow") && !at)
        return talloc_strdup(owner,
                             _("Too much is nested or joined in one expression here: Lua takes some 200 "
                               "brackets, or joints by .., within one another. Please cut it into "
                               "several."));
    if (strstr(message, "too many registers"))
        return talloc_strdup(owner, _("One expression or function holds too much here. Please cut it into "
                                      "several."));
    if (strstr(message, "too many local variables") && limit > 0)
        return talloc_asprintf(owner,
                               _("There are more than %d local names here, and Lua takes no more. Please "
                                 "keep some in a table, or within do ... end."),
                               limit);
    return NULL;
}

char *lua_words_syntax(const void *owner, const char *message)
{
    char *too_much = say_too_much(owner, message);
    if (too_much)
        return too_much;
    void *scratch = talloc_new(owner);
    const char *at = message;
    char *before = near_what(scratch, message), *said = NULL;
    const char *expected = strstr(message, " expected");
    if (before && message[0] == '\'' && expected) {
        char *wanted = cut(scratch, &at, "'", "' expected");
        said = wanted ? say_expected(owner, message, wanted, before) : NULL;
    } else if (before && strncmp(message, "<eof> expected", 14) == 0) {
        said = say_expected(owner, message, "<eof>", before);
    } else if (before && strncmp(message, "<name> expected", 15) == 0) {
        said =
            talloc_asprintf(owner,
                            _("A name must stand here, not %s. A name begins with a Latin letter and is no "
                              "word of Lua; please check the line."),
                            before);
    } else if (before && strstr(message, " near <eof>")) {
        said = talloc_strdup(owner,
                             _("The file ends in the middle of a statement. Please write the rest of it."));
    } else if (before && (strncmp(message, "unexpected symbol", 17) == 0 ||
                          strncmp(message, "syntax error", 12) == 0)) {
        said = talloc_asprintf(
            owner,
            _("%s cannot stand here: something before it is missing or too much. Please check the line."),
            before);
    }
    talloc_free(scratch);
    return said;
}

/* ---- while running ---- */

/* What Lua calls the type, in the reader's language. */
static const char *type_word(const char *type)
{
    static const struct {
        const char *type, *word;
    } words[] = {{"nil", N_("nothing (nil)")},         {"string", N_("a text")},
                 {"number", N_("a number")},           {"table", N_("a table")},
                 {"function", N_("a function")},       {"boolean", N_("true or false")},
                 {"member", N_("a member or window")}, {"set", N_("a set")}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].type, type) == 0)
            return _(words[i].word);
    return type;
}

/* attempt to compare number with string; attempt to compare two table values */
static char *say_compare(const void *owner, const char *message)
{
    void *scratch = talloc_new(owner);
    const char *at = message, *rest = message + strlen("attempt to compare ");
    char *both = cut(scratch, &at, "compare two ", " values"), *said;
    at = message;
    char *one = cut(scratch, &at, "compare ", " with ");
    if (both)
        said = talloc_asprintf(
            owner,
            _("Two values are compared here that have no order (%s). Please compare numbers, or "
              "texts."),
            type_word(both));
    else if (one)
        said =
            talloc_asprintf(owner,
                            _("Here %s is compared with %s, which Lua cannot do. Please compare numbers with "
                              "numbers (tonumber makes one of a text) and texts with texts."),
                            type_word(one), type_word(at));
    else
        said = talloc_strdup(owner, rest);
    talloc_free(scratch);
    return said;
}

/* What is done to a value, as "cannot be ...". */
static const char *deed_word(const char *message)
{
    static const struct {
        const char *deed, *word;
    } words[] = {{"attempt to perform arithmetic on a", N_("reckoned with")},
                 {"attempt to concatenate a", N_("joined to a text")},
                 {"attempt to index a", N_("read from")},
                 {"attempt to call a", N_("called as a function")},
                 {"attempt to get length of a", N_("counted")}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(message, words[i].deed, strlen(words[i].deed)) == 0)
            return _(words[i].word);
    return NULL;
}

/* attempt to index a nil value (local 'p') */
static char *say_deed(const void *owner, const char *message)
{
    if (strcmp(message, "attempt to index a function value (global 'scheme')") == 0)
        return talloc_strdup(owner,
                             _("“scheme” is a word and no scheme yet. Please write local s = scheme { ... }, "
                               "and then s: before each word."));
    void *scratch = talloc_new(owner);
    const char *at = message, *deed = deed_word(message);
    char *type = cut(scratch, &at, " a ", " value"), *said = NULL;
    char *name = cut(scratch, &at, " '", "')");
    bool is_nil = type && strcmp(type, "nil") == 0;
    if (deed && type && name && is_nil)
        said = talloc_asprintf(
            owner,
            _("“%s” is nothing (nil) here, so it cannot be %s. Please check the spelling, or ask "
              "first whether it is there: if %s then."),
            name, deed, name);
    else if (deed && type && name)
        said = talloc_asprintf(owner, _("“%s” is %s here, and that cannot be %s. Please check the line."),
                               name, type_word(type), deed);
    else if (deed && type)
        said =
            talloc_asprintf(owner, _("Something here is %s, and that cannot be %s. Please check the line."),
                            type_word(type), deed);
    talloc_free(scratch);
    return said;
}

/* bad argument #1 to 'sub' (string expected, got nil) */
static char *say_argument(const void *owner, const char *message)
{
    void *scratch = talloc_new(owner);
    const char *at = message;
    int number = (int)strtol(message + strlen("bad argument #"), NULL, 10);
    char *function = cut(scratch, &at, " to '", "'"), *said = NULL;
    char *wanted = function ? cut(scratch, &at, " (", " expected, got ") : NULL;
    char *got = wanted ? talloc_strndup(scratch, at, strcspn(at, ")")) : NULL;
    if (got && strcmp(got, "no value") == 0)
        got = talloc_strdup(scratch, "nil");
    if (got)
        said = talloc_asprintf(owner,
                               _("“%s” wants %s as its value number %d, and gets %s. Please check the line."),
                               function, type_word(wanted), number, type_word(got));
    talloc_free(scratch);
    return said;
}

char *lua_words_run(const void *owner, const char *message)
{
    if (strncmp(message, "attempt to compare ", 19) == 0)
        return say_compare(owner, message);
    if (strncmp(message, "attempt to ", 11) == 0)
        return say_deed(owner, message);
    if (strncmp(message, "bad argument #", 14) == 0)
        return say_argument(owner, message);
    if (strncmp(message, "stack overflow", 14) == 0 || strncmp(message, "C stack overflow", 16) == 0)
        return talloc_strdup(owner,
                             _("A function calls itself without end here, or calls go too deep. Please check "
                               "where it should stop."));
    return NULL;
}
