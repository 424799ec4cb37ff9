/* Characters that are not seen, or that stand for one that was lost: for all of Unicode one table.
 * Source: the Unicode Character Database (General_Category, Default_Ignorable_Code_Point) as ICU has it; UAX
 * 9 (what reorders), UTS 37 (variation sequences of Han characters). */
#ifndef TONGXIN_BASE_CHARACTERS_H
#define TONGXIN_BASE_CHARACTERS_H

#include <stdbool.h>
#include <stdint.h>

/* What a character does in a cell or a word that people write. */
enum character_kind {
    CHARACTER_SEEN,     /* stays */
    CHARACTER_BLANK,    /* looks like a blank and is none (U+00A0, U+2002 ...): becomes one */
    CHARACTER_BREAK,    /* tab, line break: with the blanks about it it becomes one blank */
    CHARACTER_MARK,     /* only marks and is not seen (LRM, ZWJ, soft hyphen, fillers ...): is taken off */
    CHARACTER_REORDERS, /* turns the order of what is seen (U+202A-202E, U+2066-2069): is refused */
    CHARACTER_CONTROLS, /* steers a machine (C0, C1, DEL) or frames other text (U+FFF9): is refused */
};

/* Every control and format character and every default ignorable code point is of one of the last four kinds.
 */
enum character_kind character_kind(uint32_t code);

/* Whether the character stands for one that was lost: U+FFFD and U+FFFC, □ ■ 〓, private use, noncharacters.
 */
bool character_is_lost(uint32_t code);

/* The first character of `text` that is lost, or one of `also` (a text); 0: none. */
uint32_t characters_find_lost(const char *text, const char *also);

/* Whether the character is written for the middle dot between parts of a name (． . ● ﹒ ˙ ･ ...), the dot
 * itself included. */
bool character_is_dot(uint32_t code);

/* Whether the code point is a Han character. */
bool character_is_han(uint32_t code);

/* What was found in a text that is not as it should be. */
struct characters_found {
    uint32_t refused; /* the first that is refused, 0: none */
    enum character_kind kind;
    uint32_t taken; /* the first that was taken off, 0: none */
};

/* `text` as it is used: marks taken off, breaks and odd blanks as blanks; malformed bytes stay. Returns
 * `text` itself where nothing changes, else a copy owned by `owner`; NULL where memory ran out. What is
 * refused stays in the text and is told in *found (may be NULL). */
const char *characters_clean(const void *owner, const char *text, struct characters_found *found);

/* `text` with every character that is not seen as its code, <U+200E>; what stays blank stays. Owned by
 * `owner`; NULL where memory ran out. */
char *characters_shown(const void *owner, const char *text);

#endif
