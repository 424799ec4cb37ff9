#include "model/proof.h"

#include <inttypes.h>
#include <stdio.h>

#include "model/plan.h"

/* FNV-1a, 64 bits; the text's end counts, so that words cannot flow into each other. */
static uint64_t add_text(uint64_t sum, const char *text)
{
    do {
        sum ^= (unsigned char)*text;
        sum *= UINT64_C(0x100000001B3);
    } while (*text++);
    return sum;
}

void proof_digest(const struct scheme *scheme, const struct roster *roster, const struct pair *pair,
                  int pairs, char digest[PROOF_DIGEST])
{
    uint64_t sum = UINT64_C(0xCBF29CE484222325);
    for (int i = 0; i < pairs; i++) {
        const struct relation *relation = &scheme->relation[pair[i].relation];
        sum = add_text(sum, relation->origin.name);
        sum = add_text(sum, roster->member[pair[i].source].id);
        sum = add_text(sum, target_id(relation, roster, pair[i].target));
    }
    snprintf(digest, PROOF_DIGEST, "%016" PRIx64, sum);
}
