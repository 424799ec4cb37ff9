/* 党派: many spellings, eleven names. */
#ifndef TONGXIN_ROSTER_PARTIES_H
#define TONGXIN_ROSTER_PARTIES_H

#include "base/error.h"
#include "roster/codes.h"

/* data/codes/parties.csv and near_parties.csv. Owned by the context they were read under. */
struct parties {
    struct codes *known; /* spellings that are taken */
    struct codes *near;  /* misspellings that are named in a fault, never taken */
    const char *all;     /* the names, joined by 、 */
};

/* Reads both tables into *parties, owned by `owner`. */
enum status parties_read(const void *owner, struct parties **parties, struct error *error);

/* The list cell `text` with every party by its name, joined by 、 in the order written, each once. A part
 * that no spelling matches is a fault at `place` that names the nearest and stays as it is. Owned by `owner`;
 * NULL where memory ran out. */
char *parties_tidy(const void *owner, const struct parties *parties, const char *text,
                   const struct place *place, struct error *error);

#endif
