/* Signals that end the program (SIGINT, SIGTERM, SIGHUP, SIGQUIT) while a file stands under a name that is
 * not its own: they wait until that is over, so that nothing half done is left behind. */
#ifndef TONGXIN_BASE_INTERRUPTION_H
#define TONGXIN_BASE_INTERRUPTION_H

#include <stdbool.h>

/* From here on they wait; each hold needs its release, and they nest. What is held is short, or asks
 * interruption_waits now and then. */
void interruption_hold(void);

/* The end of a hold; the outermost one lets what came meanwhile end the program. */
void interruption_release(void);

/* Whether one has come that would end the program: take away what was begun, and release. */
bool interruption_waits(void);

#endif
