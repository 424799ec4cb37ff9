/* A roster that writes 宗教 where the scheme says 宗教界: scripts see the scheme's spelling. Between the
 * files of the scheme host only. */
#ifndef TONGXIN_SCRIPT_SECTOR_WORDS_H
#define TONGXIN_SCRIPT_SECTOR_WORDS_H

#include "script/host.h"

/* Before the script runs: sectors of the roster that the script's texts mean in another spelling are written
 * as the script writes them. Left alone where the script makes groups of sectors, whose names others see.
 * False where memory ran out. */
bool sector_words_unite(struct host *host);

#endif
