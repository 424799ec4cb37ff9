#include "report/name_order.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "report/strokes.h"

/* Surnames of two characters in use today. Those whose first character is a common surname by itself and
 * whose second begins many given names (乐正, 段干, 梁丘) are left out: they would be wrong more often than
 * right. */
static const char *const compound_surnames[] = {
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "夏侯", "宇文",
    "端木", "轩辕", "长孙", "南宫", "万俟", "闻人", "赫连", "澹台", "濮阳", "淳于", "单于", "申屠", "钟离",
    "鲜于", "闾丘", "亓官", "司寇", "司空", "巫马", "公冶", "公羊", "公西", "颛孙", "壤驷", "漆雕", "拓跋",
    "呼延", "东郭", "西门", "南门", "百里", "羊舌", "左丘", "宗政", "独孤", "太史", "达奚", "褚师", "第五",
    "即墨", "哥舒", "纳兰", "完颜", "歐陽", "司馬", "諸葛", "東方", "尉遲", "公孫", "長孫", "鍾離", "鮮于",
};

enum { NAME_MOST = 64 }; /* longer names compare by their first characters, then bytewise */

struct key {
    int count;                     /* characters */
    uint64_t character[NAME_MOST]; /* smaller comes first */
};

static bool counts_not(uint32_t character)
{
    return character == 0xB7 || character == 0x2022 || character == 0x2027 || character == 0x30FB ||
           text_is_blank(character);
}

static uint64_t character_key(uint32_t character)
{
    uint32_t place = strokes_place(character);
    return place ? place : (uint64_t)1 << 32 | character;
}

static int surname_characters(const char *name, int count)
{
    if (count < 3)
        return 1;
    for (size_t i = 0; i < sizeof compound_surnames / sizeof *compound_surnames; i++)
        if (strncmp(name, compound_surnames[i], strlen(compound_surnames[i])) == 0)
            return 2;
    return 1;
}

static void make_key(const char *text, struct key *key)
{
    size_t size = strlen(text);
    key->count = 0;
    for (size_t at = 0; at < size && key->count < NAME_MOST;) {
        size_t length;
        uint32_t character = text_decode(text + at, size - at, &length);
        if (!counts_not(character))
            key->character[key->count++] = character_key(character);
        at += length;
    }
}

static int compare_characters(const uint64_t *a, int a_count, const uint64_t *b, int b_count)
{
    for (int i = 0; i < a_count && i < b_count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return (a_count > b_count) - (a_count < b_count);
}

int name_compare(const char *one, const char *other)
{
    struct key a, b;
    make_key(one, &a);
    make_key(other, &b);
    int a_surname = surname_characters(one, a.count), b_surname = surname_characters(other, b.count);
    if (a_surname > a.count)
        a_surname = a.count;
    if (b_surname > b.count)
        b_surname = b.count;
    int order = compare_characters(a.character, a_surname, b.character, b_surname);
    if (order != 0)
        return order;
    int a_given = a.count - a_surname, b_given = b.count - b_surname;
    if ((a_given > 1) != (b_given > 1))
        return a_given > 1 ? 1 : -1;
    order = compare_characters(a.character + a_surname, a_given, b.character + b_surname, b_given);
    return order ? order : strcmp(one, other);
}

int name_compare_texts(const char *one, const char *other)
{
    struct key a, b;
    make_key(one, &a);
    make_key(other, &b);
    int order = compare_characters(a.character, a.count, b.character, b.count);
    return order ? order : strcmp(one, other);
}

static int compare_members(const struct roster *roster, int a, int b)
{
    const struct member *one = &roster->member[a], *other = &roster->member[b];
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    int order = name_compare(one->name, other->name);
    return order ? order : strcmp(one->id, other->id);
}

static int compare_windows(const struct roster *roster, int a, int b)
{
    const struct window *one = &roster->window[a], *other = &roster->window[b];
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    return name_compare_texts(one->name, other->name);
}

/* Heap sort: qsort hands its comparison no roster. */
static void sort(const struct roster *roster, int *list, int count,
                 int (*compare)(const struct roster *roster, int a, int b))
{
    for (int end = count, root = count / 2; end > 1;) {
        int value;
        if (root > 0) {
            value = list[--root];
        } else {
            value = list[--end];
            list[end] = list[0];
        }
        int at = root;
        for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && compare(roster, list[child], list[child + 1]) < 0)
                child++;
            if (compare(roster, value, list[child]) >= 0)
                break;
            list[at] = list[child];
            at = child;
        }
        list[at] = value;
    }
}

void name_order_members(const struct roster *roster, int *list, int count)
{
    sort(roster, list, count, compare_members);
}

void name_order_windows(const struct roster *roster, int *list, int count)
{
    sort(roster, list, count, compare_windows);
}
