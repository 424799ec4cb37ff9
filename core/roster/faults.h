/* Faults of one file, found in any order, reported in the file's. */
#ifndef TONGXIN_ROSTER_FAULTS_H
#define TONGXIN_ROSTER_FAULTS_H

#include "base/error.h"

/* Adds the faults of `from` to `into`, by row, then column, then as found; faults of no row come first. */
enum status faults_move(struct error *into, const struct error *from);

#endif
