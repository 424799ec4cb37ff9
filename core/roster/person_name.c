#include "roster/person_name.h"

#include <stdbool.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/tidy.h"

/* Puts U+00B7 for what else is written between the parts of a name, in place: no form is shorter. */
static void level_dots(char *text)
{
    static const char *const dots[] = {"•", "・", "‧", "･", "∙", "⋅"};
    static const char dot[] = "·";
    char *to = text;
    for (const char *at = text; *at;) {
        size_t length = 0;
        for (size_t i = 0; i < sizeof dots / sizeof *dots && length == 0; i++)
            if (strncmp(at, dots[i], strlen(dots[i])) == 0)
                length = strlen(dots[i]);
        if (length == 0) {
            *to++ = *at++;
            continue;
        }
        memcpy(to, dot, sizeof dot - 1);
        to += sizeof dot - 1;
        at += length;
    }
    *to = '\0';
}

/* Where the brackets begin that end the text, or NULL; *inside, *size: what stands in them. */
static char *last_brackets(char *text, const char **inside, size_t *size)
{
    static const char *const open[] = {"（", "("}, *const shut[] = {"）", ")"};
    size_t length = strlen(text);
    for (int s = 0; s < 2; s++) {
        size_t last = strlen(shut[s]);
        if (length <= last || strcmp(text + length - last, shut[s]) != 0)
            continue;
        for (size_t at = length - last; at-- > 0;)
            for (int o = 0; o < 2; o++)
                if (strncmp(text + at, open[o], strlen(open[o])) == 0) {
                    *inside = text + at + strlen(open[o]);
                    *size = (size_t)(text + length - last - *inside);
                    return text + at;
                }
    }
    return NULL;
}

/* Takes one word out of brackets. Returns false where it is neither gender nor nationality, or a second one.
 */
static bool take_word(const char *word, const struct codes *nations, struct person_name *name)
{
    bool is_man = strcmp(word, "男") == 0, is_woman = strcmp(word, "女") == 0;
    if (is_man || is_woman) {
        if (name->gender)
            return false;
        name->gender = is_man ? "男" : "女";
        return true;
    }
    int nation = codes_find(nations, word);
    if (nation < 0 || name->nation)
        return false;
    name->nation = nations->spelling[nation];
    return true;
}

int person_name_read(const void *owner, const char *text, const struct codes *nations,
                     struct person_name *name)
{
    *name = (struct person_name){0};
    char *tidy = tidy_squeeze(owner, text);
    if (!tidy)
        return 0;
    level_dots(tidy);
    const char *inside;
    size_t size;
    for (char *begin = last_brackets(tidy, &inside, &size); begin && begin > tidy;
         begin = last_brackets(tidy, &inside, &size)) {
        struct person_name said = *name;
        char *copy = talloc_strndup(owner, inside, size);
        int count = 0;
        char **part = copy ? text_split_list(owner, copy, &count) : NULL;
        if (!part)
            return 0;
        bool known = count > 0;
        for (int i = 0; i < count && known; i++)
            known = take_word(part[i], nations, &said);
        talloc_free(part);
        talloc_free(copy);
        if (!known)
            break;
        *name = said;
        *begin = '\0';
    }
    name->name = tidy;
    return 1;
}
