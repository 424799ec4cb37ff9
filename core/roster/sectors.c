#include "roster/sectors.h"

#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "roster/tidy.h"

char *sector_fold(const void *owner, const char *text)
{
    static const char *const endings[] = {"代表人士", "人士", "界别", "界"};
    char *key = tidy_key(owner, text);
    for (size_t i = 0; key && i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(key), ending = strlen(endings[i]);
        if (size > ending && strcmp(key + size - ending, endings[i]) == 0)
            key[size - ending] = '\0';
    }
    return key;
}

bool sector_same(const char *one, const char *other)
{
    char *a = sector_fold(NULL, one), *b = sector_fold(NULL, other);
    bool same = a && b && *a && strcmp(a, b) == 0;
    talloc_free(a);
    talloc_free(b);
    return same;
}

struct spelling {
    const char *text, *fold;
    int members;
};

/* Rosters have few different sectors: they are looked through one by one. -1: memory ran out. */
static int note(const void *owner, struct spelling **list, int *count, const char *text)
{
    for (int i = 0; i < *count; i++)
        if (strcmp((*list)[i].text, text) == 0)
            return i;
    struct spelling *grown = talloc_realloc(owner, *list, struct spelling, (unsigned)*count + 1);
    if (!grown)
        return -1;
    *list = grown;
    grown[*count] = (struct spelling){.text = text, .fold = sector_fold(owner, text)};
    return grown[*count].fold ? (*count)++ : -1;
}

/* The spelling that most members have; of as many, the one that comes first in the file. */
static const char *usual(const struct spelling *list, int count, const char *fold)
{
    const struct spelling *most = NULL;
    for (int i = 0; i < count; i++)
        if (strcmp(list[i].fold, fold) == 0 && (!most || list[i].members > most->members))
            most = &list[i];
    return most ? most->text : fold;
}

static int rewrite(struct roster *roster, struct member *member, const struct spelling *list, int count,
                   struct tidied_list *tidied)
{
    const char **cell = (const char **)(uintptr_t)&member->value[ATTRIBUTE_SECTOR];
    for (int i = 0; **cell && i < count; i++) {
        if (strcmp(list[i].text, *cell) != 0)
            continue;
        const char *text = usual(list, count, list[i].fold);
        const struct place place = {.file = roster->file,
                                    .sheet = member->sheet,
                                    .row = member->row,
                                    .heading = roster->column[ATTRIBUTE_SECTOR].heading,
                                    .value = *cell};
        if (strcmp(text, *cell) != 0 && !tidied_add(tidied, &place, text))
            return 0;
        *cell = text;
        return 1;
    }
    return 1;
}

int sectors_unite(struct roster *roster, struct tidied_list *tidied)
{
    void *scratch = talloc_new(NULL);
    struct spelling *list = NULL;
    int count = 0, done = scratch != NULL;
    for (int m = 0; done && m < roster->members; m++) {
        const char *text = roster->member[m].value[ATTRIBUTE_SECTOR];
        int at = *text ? note(scratch, &list, &count, text) : 0;
        done = at >= 0;
        if (done && *text)
            list[at].members++;
    }
    for (int m = 0; done && m < roster->members; m++)
        done = rewrite(roster, &roster->member[m], list, count, tidied);
    talloc_free(scratch);
    return done;
}
