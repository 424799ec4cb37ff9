#include "planning/plan_write_proof.h"

static void put_names(struct growing_text *buffer, const char *key, const char *const *name, int count)
{
    growing_add(buffer, key);
    for (int i = 0; name && i < count; i++) {
        growing_add(buffer, i ? ", " : "");
        growing_add_json(buffer, name[i]);
    }
    growing_add(buffer, "]");
}

static void put_part(struct growing_text *buffer, const struct proof_part *part)
{
    growing_add(buffer, ",\n    { \"part\": ");
    growing_add_number(buffer, part->number);
    put_names(buffer, ", \"pair\": [", part->pair, PAIR_WORDS);
    put_names(buffer, ", \"from\": [", part->node, part->from);
    put_names(buffer, ", \"to\": [", part->node ? part->node + part->from : NULL, part->to);
    growing_add(buffer, " }");
}

static void put_line(struct growing_text *buffer, const struct proof_line *line)
{
    growing_add(buffer, ",\n    { \"part\": ");
    growing_add_number(buffer, line->part);
    growing_add(buffer, ", \"stage\": ");
    growing_add_json(buffer, line->stage);
    if (line->potentials < 0) {
        growing_add(buffer, ", \"value\": ");
        growing_add_number(buffer, line->value);
        growing_add(buffer, ", \"bound\": ");
        growing_add_number(buffer, line->bound);
        if (line->capped) {
            growing_add(buffer, ", \"at_most\": ");
            growing_add_number(buffer, line->at_most);
        }
    } else {
        growing_add(buffer, ", \"potentials\": [");
        for (int i = 0; i < line->potentials; i++) {
            growing_add(buffer, i ? ", " : "");
            growing_add_number(buffer, line->potential[i]);
        }
        growing_add(buffer, "]");
    }
    growing_add(buffer, " }");
}

void put_proof(struct growing_text *buffer, const struct proof *proof)
{
    growing_add(buffer, ",\n  \"proof\": [\n    { \"pairs\": ");
    growing_add_json(buffer, proof->digest);
    growing_add(buffer, " }");
    int i = 0;
    for (int p = 0; p < proof->parts; p++) {
        put_part(buffer, &proof->part[p]);
        for (; i < proof->lines && proof->line[i].part == proof->part[p].number; i++)
            put_line(buffer, &proof->line[i]);
    }
    for (; i < proof->lines; i++) /* whole lines */
        put_line(buffer, &proof->line[i]);
    growing_add(buffer, "\n  ]");
}
