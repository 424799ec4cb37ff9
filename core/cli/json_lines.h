/* What commands list with --json: an array, one object a line, written as it goes. */
#ifndef TONGXIN_CLI_JSON_LINES_H
#define TONGXIN_CLI_JSON_LINES_H

#include <jansson.h>
#include <stdbool.h>

/* Begin with zeroes. */
struct json_lines {
    int lines;
    bool failed;
};

/* Prints the object, which it releases; NULL: memory ran out. */
void json_line(struct json_lines *lines, json_t *object);

/* Prints the end. False where memory ran out on the way. */
bool json_lines_end(struct json_lines *lines);

/* A text, or null where it is NULL. */
json_t *json_text_or_null(const char *text);

#endif
