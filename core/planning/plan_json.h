/* A walk over JSON text that enters objects and lists part by part, so that a long list is never a tree in
 * memory. Single elements go through jansson. Used by the plan reader only. */
#ifndef TONGXIN_PLANNING_PLAN_JSON_H
#define TONGXIN_PLANNING_PLAN_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Where the walk stands. Set file, bytes, size and error; the rest is 0. */
struct json_walk {
    const char *file;
    const char *bytes;
    size_t size;
    size_t at; /* offset of what is read next */
    struct error *error;
    int faults;
    int depth;      /* objects and lists entered */
    size_t counted; /* line and column were worked out up to this offset */
    int line, column;
};

/* Every function below returns whether reading can go on after it; where it cannot, a fault says why. */

/* Adds a fault at the offset `at`, with line and column (in characters); `value` (may be NULL) is the text at
 * fault. After some hundred faults reading ends: such a file is of another kind. */
bool walk_fault(struct json_walk *walk, size_t at, const char *value, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Skips blanks and a byte order mark at the very beginning. */
void walk_blanks(struct json_walk *walk);

/* The next byte that is no blank, or '\0' at the end. Reads nothing. */
char walk_peek(struct json_walk *walk);

/* Reads one whole element into *value (to be freed with json_decref). *value is NULL, and reading goes on,
 * where the element holds a key twice. An element may have 64 KiB at most. */
bool walk_element(struct json_walk *walk, json_t **value);

/* Reads over any value, however long, strictly. */
bool walk_skip(struct json_walk *walk);

/* Reads an object: calls member() with each key and the key's offset while the walk stands before the value,
 * which member() must read. The walk must stand before a '{'. */
bool walk_object(struct json_walk *walk,
                 bool (*member)(struct json_walk *walk, const char *key, size_t at, void *data), void *data);

/* Reads a list: calls element() while the walk stands before an element, which element() must read. The walk
 * must stand before a '['. */
bool walk_list(struct json_walk *walk, bool (*element)(struct json_walk *walk, void *data), void *data);

#endif
