#include "cli/json_lines.h"

#include <stdio.h>
#include <stdlib.h>

void json_line(struct json_lines *lines, json_t *object)
{
    char *text = object ? json_dumps(object, 0) : NULL;
    if (text)
        printf("%s  %s", lines->lines++ > 0 ? ",\n" : "[\n", text);
    else
        lines->failed = true;
    free(text);
    json_decref(object);
}

bool json_lines_end(struct json_lines *lines)
{
    puts(lines->lines > 0 ? "\n]" : "[]");
    return !lines->failed;
}

json_t *json_text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}
