/* Pairs fixed by hand, and which of them hold no longer since what they join is not there any more. */
#ifndef TONGXIN_CLI_PINS_NOW_H
#define TONGXIN_CLI_PINS_NOW_H

#include <stdio.h>

#include "cli/term.h"
#include "model/scheme.h"
#include "store/pins.h"

/* Reads all pins. pin->over is set where an end left, a window was closed, the relation or group is gone, or
 * the pair moved along to a successor or merged window that the scheme does not allow it. `scheme` may be
 * NULL, where it cannot be run: then what only it knows is not looked at. */
enum status pins_now(struct term *term, const struct roster *roster, const struct scheme *scheme,
                     struct pin_record **pin, int *pins);

/* "王建国 T001 with 张三 T003": the ends as they are now; as they were given, where the pin is over. */
const char *pins_words(const struct term *term, const struct pin_record *pin);

/* One sentence about all that are over, or nothing. */
void pins_print_over(FILE *out, const struct term *term, const struct pin_record *pin, int pins);

#endif
