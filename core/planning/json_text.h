/* JSON as text that grows at its end. Used by what writes plans only. */
#ifndef TONGXIN_PLANNING_JSON_TEXT_H
#define TONGXIN_PLANNING_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/proof.h"

/* Set owner, the rest is 0. Once memory ran out it stays as it is and `failed` says so. */
struct json_text {
    const void *owner;
    char *text;
    size_t used, room;
    bool failed;
};

void json_put(struct json_text *buffer, const char *text);
void json_put_number(struct json_text *buffer, int64_t number);
/* The text as a JSON string: strict UTF-8 stays as it is, RFC 8259 section 7 says what must be escaped. */
void json_put_text(struct json_text *buffer, const char *text);

/* The member "proof" of a plan, with the comma before it: a line for each part and each of its stages. */
void json_put_proof(struct json_text *buffer, const struct proof *proof);

#endif
