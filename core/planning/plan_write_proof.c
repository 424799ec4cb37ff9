#include "planning/json_text.h"

static void put_names(struct json_text *buffer, const char *key, const char *const *name, int count)
{
    json_put(buffer, key);
    for (int i = 0; i < count; i++) {
        json_put(buffer, i ? ", " : "");
        json_put_text(buffer, name[i]);
    }
    json_put(buffer, "]");
}

static void put_part(struct json_text *buffer, const struct proof_part *part)
{
    json_put(buffer, ",\n    { \"part\": ");
    json_put_number(buffer, part->number);
    put_names(buffer, ", \"pair\": [", part->pair, PAIR_WORDS);
    put_names(buffer, ", \"from\": [", part->node, part->from);
    put_names(buffer, ", \"to\": [", part->node ? part->node + part->from : NULL, part->to);
    json_put(buffer, " }");
}

static void put_line(struct json_text *buffer, const struct proof_line *line)
{
    json_put(buffer, ",\n    { \"part\": ");
    json_put_number(buffer, line->part);
    json_put(buffer, ", \"stage\": ");
    json_put_text(buffer, line->stage);
    if (line->potentials < 0) {
        json_put(buffer, ", \"value\": ");
        json_put_number(buffer, line->value);
        json_put(buffer, ", \"bound\": ");
        json_put_number(buffer, line->bound);
    } else {
        json_put(buffer, ", \"potentials\": [");
        for (int i = 0; i < line->potentials; i++) {
            json_put(buffer, i ? ", " : "");
            json_put_number(buffer, line->potential[i]);
        }
        json_put(buffer, "]");
    }
    json_put(buffer, " }");
}

void json_put_proof(struct json_text *buffer, const struct proof *proof)
{
    json_put(buffer, ",\n  \"proof\": [\n    { \"pairs\": ");
    json_put_text(buffer, proof->digest);
    json_put(buffer, " }");
    for (int p = 0, i = 0; p < proof->parts; p++) {
        put_part(buffer, &proof->part[p]);
        for (; i < proof->lines && proof->line[i].part == proof->part[p].number; i++)
            put_line(buffer, &proof->line[i]);
    }
    json_put(buffer, "\n  ]");
}
