#include "roster/person_name.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/text.h"
#include "roster/tidy.h"

/* What is written for the dot in any name, J. Smith's included. */
static bool is_bullet(uint32_t code)
{
    return code == 0x2022 || code == 0x30FB || code == 0x2027 || code == 0xFF65 || code == 0x2219 ||
           code == 0x22C5;
}

/* Where the run of dots that begins at `at` ends. */
static size_t end_of_dots(const char *text, size_t at, size_t size)
{
    size_t length;
    while (at < size && character_is_dot(text_decode(text + at, size - at, &length)))
        at += length;
    return at;
}

char *person_name_level_dots(const void *owner, const char *text)
{
    static const char dot[] = "·";
    size_t size = strlen(text), length;
    char *out = talloc_array(owner, char, 2 * size + 1), *to = out; /* a full stop becomes two bytes */
    uint32_t before = 0;
    for (size_t at = 0; out && at < size; at += length) {
        uint32_t code = text_decode(text + at, size - at, &length);
        size_t end = character_is_han(before) ? end_of_dots(text, at, size) : at, next;
        bool between = end > at && end < size && character_is_han(text_decode(text + end, size - end, &next));
        before = code;
        if (between)
            length = end - at;
        bool levelled = between || is_bullet(code);
        memcpy(to, levelled ? dot : text + at, levelled ? sizeof dot - 1 : length);
        to += levelled ? sizeof dot - 1 : length;
    }
    if (out)
        *to = '\0';
    return out;
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
    char *squeezed = tidy_squeeze(owner, text);
    char *tidy = squeezed ? person_name_level_dots(owner, squeezed) : NULL;
    talloc_free(squeezed);
    if (!tidy)
        return 0;
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

char *person_name_fold(const void *owner, const char *text)
{
    const char *clean = characters_clean(owner, text, NULL);
    size_t size = clean ? strlen(clean) : 0;
    char *packed = clean ? talloc_array(owner, char, size + 1) : NULL, *to = packed;
    for (size_t at = 0, length; packed && at < size; at += length) {
        if (text_is_blank(text_decode(clean + at, size - at, &length)))
            continue;
        memcpy(to, clean + at, length);
        to += length;
    }
    if (!packed)
        return NULL;
    *to = '\0';
    char *folded = person_name_level_dots(owner, packed);
    talloc_free(packed);
    if (clean != text)
        talloc_free((void *)(uintptr_t)clean);
    return folded;
}

bool person_name_meant(const char *text, const char *word)
{
    void *scratch = talloc_new(NULL);
    const char *one = person_name_fold(scratch, text), *other = person_name_fold(scratch, word);
    const char *shown = characters_shown(scratch, text);
    bool meant = (one && other && strcmp(one, other) == 0) || (shown && strcmp(shown, word) == 0);
    talloc_free(scratch);
    return meant;
}

/* ---- two people in one cell ---- */

enum { NAME_LEAST = 2, NAME_MOST = 4 }; /* characters of a Chinese name */

/* Surnames of two characters, which stand apart from the given name in many a list. */
static bool is_surname(const char *text)
{
    static const char *const surnames[] = {
        "欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
        "长孙", "宇文", "司空", "南宫", "独孤", "轩辕", "东郭", "百里", "呼延", "端木", "申屠", "太史",
        "闻人", "赫连", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "仲孙", "钟离", "鲜于", "闾丘",
        "亓官", "司寇", "颛孙", "巫马", "公西", "漆雕", "乐正", "壤驷", "公良", "拓跋", "夹谷", "宰父",
        "谷梁", "段干", "东门", "西门", "南门", "第五", "范姜", "欧陽", "諸葛", "東方", "長孫", "陸費",
    };
    for (size_t i = 0; i < sizeof surnames / sizeof *surnames; i++)
        if (strcmp(surnames[i], text) == 0)
            return true;
    return false;
}

/* Whether the text is nothing but Han characters, from `least` to `most` of them. */
static bool is_han_text(const char *text, int least, int most)
{
    size_t size = strlen(text);
    int count = 0;
    for (size_t at = 0, length; at < size; at += length, count++)
        if (!character_is_han(text_decode(text + at, size - at, &length)))
            return false;
    return count >= least && count <= most;
}

/* Marks that stand between two people, but for those of a list (text_split_list). */
static bool parts_people(uint32_t code)
{
    static const uint32_t marks[] = {'&',    '|',    '+',    '\\',   0xFF06, 0xFF5C,
                                     0xFF0B, 0xFF0F, 0xFF64, 0xFE51, 0xFE50};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (code == marks[i])
            return true;
    return false;
}

/* The name with such marks as 、 and without what stands in brackets. */
static char *level_marks(const void *owner, const char *name)
{
    static const char comma[] = "、";
    size_t size = strlen(name), length;
    char *out = talloc_array(owner, char, 3 * size + 1), *to = out;
    int depth = 0;
    for (size_t at = 0; out && at < size; at += length) {
        uint32_t code = text_decode(name + at, size - at, &length);
        bool opens = code == '(' || code == 0xFF08, shuts = code == ')' || code == 0xFF09;
        depth += opens;
        if (depth == 0) {
            bool mark = parts_people(code);
            memcpy(to, mark ? comma : name + at, mark ? sizeof comma - 1 : length);
            to += mark ? sizeof comma - 1 : length;
        }
        depth -= shuts && depth > 0;
    }
    if (out)
        *to = '\0';
    return out;
}

/* The parts of the text between blanks, brackets aside. */
static char **split_blanks(const void *owner, const char *text, int *count)
{
    size_t size = strlen(text), length;
    char *out = talloc_array(owner, char, 3 * size + 1), *to = out;
    for (size_t at = 0; out && at < size; at += length) {
        bool blank = text_is_blank(text_decode(text + at, size - at, &length));
        memcpy(to, blank ? "、" : text + at, blank ? sizeof "、" - 1 : length);
        to += blank ? sizeof "、" - 1 : length;
    }
    if (out)
        *to = '\0';
    return out ? text_split_list(owner, out, count) : NULL;
}

bool person_name_is_two(const void *owner, const char *text, const char *name, const char **one,
                        const char **other)
{
    int count = 0;
    char *levelled = level_marks(owner, name);
    char **part = levelled ? text_split_list(owner, levelled, &count) : NULL;
    bool two = part && count > 1;
    if (two) {
        /* “Smith, John” is one. */
        size_t length;
        two = character_is_han(text_decode(part[0], strlen(part[0]), &length)) ||
              character_is_han(text_decode(part[1], strlen(part[1]), &length));
    } else {
        part = split_blanks(owner, text, &count);
        two = part && count > 1 && !is_surname(part[0]);
        for (int i = 0; two && i < count; i++)
            two = is_han_text(part[i], NAME_LEAST, NAME_MOST);
    }
    if (two) {
        *one = part[0];
        *other = part[1];
    }
    return two;
}
