/* What the files of the transport share; nobody else includes this. */
#ifndef TONGXIN_SCRIPT_TRANSPORT_PARTS_H
#define TONGXIN_SCRIPT_TRANSPORT_PARTS_H

#include "script/transport.h"

enum {
    DECLARED_MOST = 10000,          /* relations, covers, rules, stages, needs, parameters */
    LISTED_MOST = 50 * 1000 * 1000, /* anything else that is counted; bytes must follow for each */
    WINDOW_FIELDS_MOST = 3,         /* the last field of a window: name, full name, kind, order */
    PAIRS_MOST_IN_ALL = 20 * 1000 * 1000,
};

/* A scheme on its way in. */
struct scheme_reading {
    struct stream_reader *in;
    struct scheme *scheme; /* owns all that is read */
    const struct roster *roster;
    int pairs; /* candidates so far */
};

/* The sum of all candidate pairs, in their order. */
uint64_t transport_pair_sum(const struct relation *relation);

/* How many ends there are of that kind: members, windows, groups of the relation. */
int transport_ends(const struct relation *relation, enum pair_end end, const struct roster *roster);

void transport_get_origin(struct scheme_reading *reading, struct origin *origin);
void transport_get_range(struct scheme_reading *reading, struct range *range);
void transport_get_relation(struct scheme_reading *reading, struct relation *relation);
void transport_get_rule(struct scheme_reading *reading, struct rule *rule);

#endif
