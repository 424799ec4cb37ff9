/* Handovers in words: whom, from whom, to whom, why. */
#ifndef TONGXIN_CLI_HANDOVER_WORDS_H
#define TONGXIN_CLI_HANDOVER_WORDS_H

#include <jansson.h>

#include "model/roster.h"
#include "planning/handover.h"

/* "方嘉永：于伟燕改为卫志丽". Owned by `owner`, as all of these. */
char *handover_short(const void *owner, const struct problem *problem, const struct handover *handover);

/* "卫志丽 JH0001、…", the sources before (or now); "nobody" where there is none. */
char *handover_sources(const void *owner, const struct handover *handover, bool now);

/* "王某 JH0002"; a window's name. */
char *handover_target(const void *owner, const struct problem *problem, const struct handover *handover);

char *handover_why(const void *owner, const struct problem *problem, const struct handover *handover);

/* A new reference; NULL where memory ran out. */
json_t *handover_json(const struct problem *problem, const struct handover *handover);

#endif
