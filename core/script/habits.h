/* What Lua takes and nobody means. Between the files of the scheme host only. */
#ifndef TONGXIN_SCRIPT_HABITS_H
#define TONGXIN_SCRIPT_HABITS_H

#include "script/host.h"

/* Faults for and, or, not at comparisons and sets, and for party and role compared with a text, in all texts
 * of the scheme. Once the script has run. */
void habits_check(struct host *host);

#endif
